// Draws the page's icons. Outlines: Font Awesome Free 6, https://fontawesome.com, CC BY 4.0.
const OUTLINES = {};
const NAMESPACE = "http://www.w3.org/2000/svg";

for (const [name, [width, height, outline]] of Object.entries(OUTLINES)) {
  for (const place of document.querySelectorAll(`i.${name}, span.${name}`)) {
    const icon = document.createElementNS(NAMESPACE, "svg");
    // The theme's styles look at the attributes of an icon, and take one that is still "solid"
    // for a letter of its icon font.
    for (const { name: attribute, value } of place.attributes) icon.setAttribute(attribute, value);
    icon.classList.remove("fas", "fa-solid");
    icon.classList.add("course-icon");
    icon.setAttribute("viewBox", `0 0 ${width} ${height}`);
    icon.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(NAMESPACE, "path");
    path.setAttribute("d", outline);
    path.setAttribute("fill", "currentColor");
    icon.append(path);
    place.replaceWith(icon);
  }
}
