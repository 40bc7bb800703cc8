// Joins the pages of the site into one document. Nothing of it runs on the site itself.

// What only a screen has a use for.
const NOT_ON_PAPER = [
  ".headerlink", ".toctree-wrapper", "script", "button", ".sd-tab-set > input",
  ".sd-summary-state-marker", "[hidden]", ".course-pdf",
].join();
// Attributes that name other elements, one or several.
const NAMING = ["for", "headers", "aria-labelledby", "aria-describedby", "aria-controls"];
const DEEPEST = 6;

/** Fill every place; return what is wrong, as sentences. */
export async function join() {
  const places = [...document.querySelectorAll("section.page")];
  const keys = new Map(places.map((place) => [place.dataset.address, place.id]));
  for (const place of places) {
    const text = await (await fetch(place.dataset.address)).text();
    const source = new DOMParser().parseFromString(text, "text/html");
    const article = source.querySelector("article");
    if (!article?.querySelector("h1")) return [`${place.dataset.address}: no heading`];
    tidy(article);
    rename(article, place.id);
    lead(article, place.dataset.address, keys);
    if (place.querySelector(".part") || place.previousElementSibling) lower(article);
    place.append(...article.childNodes);
    entitle(place);
  }
  // One that cannot be shown is found in fitting.js.
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  return [...document.querySelectorAll("a[href^='#']")]
    .filter((link) => !document.getElementById(decodeURIComponent(link.hash.slice(1))))
    .map((link) => `a link to ${link.hash} leads nowhere: ${link.textContent}`);
}

/** Take away what only a screen has a use for, and open what is folded. */
function tidy(article) {
  for (const element of article.querySelectorAll("noscript")) {
    element.replaceWith(...element.childNodes);
  }
  for (const element of article.querySelectorAll(NOT_ON_PAPER)) element.remove();
  for (const folded of article.querySelectorAll("details.above-input")) {
    folded.replaceWith(folded.querySelector(".cell_input"));
  }
  for (const element of article.querySelectorAll("details")) element.open = true;
  // The drawing in it is the figure, and has the text; a second one around it would have none.
  for (const element of article.querySelectorAll("figure")) element.role = "group";
}

/** Put the page's key before every id, so that no two pages share one. */
function rename(article, key) {
  const ids = new Set([...article.querySelectorAll("[id]")].map((element) => element.id));
  const renamed = (name) => (ids.has(name) ? `${key}--${name}` : name);
  const inText = (text) => text.replace(/#([\w-]+)/g, (_, name) => `#${renamed(name)}`);
  for (const element of article.querySelectorAll("*")) {
    if (element.id) element.id = renamed(element.id);
    for (const attribute of NAMING) {
      const names = element.getAttribute(attribute);
      if (names) element.setAttribute(attribute, names.split(" ").map(renamed).join(" "));
    }
    if (element.localName === "style") element.textContent = inText(element.textContent);
    if (!(element instanceof SVGElement)) continue;
    for (const { name, value } of [...element.attributes]) {
      if (/^#|url\(/.test(value)) element.setAttribute(name, inText(value));
    }
  }
}

/** Let links to pages of the book lead inside the document; others of the site become text. */
function lead(article, address, keys) {
  const here = new URL(address, location.origin);
  for (const image of article.querySelectorAll("img[src]")) {
    image.src = new URL(image.getAttribute("src"), here);
  }
  for (const link of article.querySelectorAll("a[href]")) {
    if (link instanceof SVGElement) continue;
    const target = new URL(link.getAttribute("href"), here);
    if (target.origin !== location.origin) continue;
    const key = keys.get(target.pathname);
    if (key === undefined) link.replaceWith(...link.childNodes);
    else link.href = target.hash ? `#${key}--${target.hash.slice(1)}` : `#${key}`;
  }
}

/** Move headings one level down, because the parts of the book have the first. */
function lower(article) {
  for (const heading of article.querySelectorAll("h1, h2, h3, h4, h5")) {
    const level = Math.min(Number(heading.localName[1]) + 1, DEEPEST);
    const lowered = document.createElement(`h${level}`);
    for (const { name, value } of heading.attributes) lowered.setAttribute(name, value);
    lowered.append(...heading.childNodes);
    heading.replaceWith(lowered);
  }
}

/** Write a page's title into the contents and above its sheets of paper. */
function entitle(place) {
  const heading = place.querySelector("h1:not(.part), h2");
  const entry = document.querySelector(`nav a[href="#${place.id}"]`);
  entry.innerHTML = '<span></span><span class="number">000</span>';
  entry.firstElementChild.textContent = heading.textContent.trim();
  const rule = `@page ${place.id} { @top-right { content: ${JSON.stringify(heading.textContent.trim())} } }`;
  const style = document.createElement("style");
  style.textContent = rule;
  document.head.append(style);
  place.style.page = place.id;
}
