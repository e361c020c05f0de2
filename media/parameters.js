/* The parameters view: tells the extension what a person chose, and shows the pages that are made there. */
const vscode = acquireVsCodeApi();

const valueOf = (name) => {
  const inputs = [...document.querySelectorAll("[data-name]")].filter((input) => input.dataset.name === name);
  return inputs[0]?.type === "checkbox"
    ? inputs.filter((input) => input.checked).map((input) => input.value)
    : [inputs[0]?.value ?? ""];
};

/** The parameter that was changed last. */
let changed;

document.addEventListener("change", ({ target }) => {
  if (target.dataset.for) {
    const input = document.getElementById(target.dataset.for);
    if (!target.value) return;
    input.value = target.value.replace("T", " ");
    target = input;
  }
  if (!target.dataset.name) return;
  changed = target.dataset.name;
  vscode.postMessage({ name: changed, value: valueOf(changed) });
});

document.addEventListener("click", ({ target }) => {
  if (target.dataset.reset) vscode.postMessage({ name: target.dataset.reset });
});

document.addEventListener("submit", (event) => event.preventDefault());

// What came anew takes the old page's place inside of it: a page that is loaded anew would take the keyboard from the editor.
window.addEventListener("message", ({ data }) => {
  if (typeof data?.html !== "string") return;
  const { id, value, defaultValue, selectionStart, selectionEnd } = document.activeElement;
  const hadFocus = document.hasFocus();
  const page = new DOMParser().parseFromString(data.html, "text/html");
  document.body.replaceChildren(...page.body.childNodes);
  const field = hadFocus && id ? document.getElementById(id) : undefined;
  if (field) {
    field.focus();
    if (field.tagName === "INPUT" && field.type === "text") {
      // Typed meanwhile, and not told yet.
      if (value !== defaultValue) field.value = value;
      field.setSelectionRange(selectionStart, selectionEnd);
    }
  }
  // The view is low: what is wrong with the new value would be said below its edge.
  const input = [...document.querySelectorAll("[data-name]")].find(({ dataset }) => dataset.name === changed);
  input?.closest(".field, fieldset")?.querySelector(".problem")?.scrollIntoView({ block: "nearest" });
});

vscode.postMessage({ listens: document.body.dataset.page });
