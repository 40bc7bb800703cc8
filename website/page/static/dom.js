// Elements, made as all scripts of the course make them: what is given never becomes markup.

/** Return an element; `properties` are set on it, `children` are nodes or texts. */
export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children); // a string becomes a text node, never markup
  return node;
}

/** Return a button. */
export function button(label, onClick) {
  const node = element("button", { type: "button" }, label);
  node.addEventListener("click", onClick);
  return node;
}

/** Return a place whose text a screen reader says when it changes. */
export const announcement = (className) => element("p", { className, role: "status" });
