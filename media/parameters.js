/* The parameters view: tells the extension what a person chose. The page itself is made there. */
const vscode = acquireVsCodeApi();

const valueOf = (name) => {
  const inputs = [...document.querySelectorAll("[data-name]")].filter((input) => input.dataset.name === name);
  return inputs[0]?.type === "checkbox"
    ? inputs.filter((input) => input.checked).map((input) => input.value)
    : [inputs[0]?.value ?? ""];
};

document.addEventListener("change", ({ target }) => {
  if (target.dataset.for) {
    const input = document.getElementById(target.dataset.for);
    if (!target.value) return;
    input.value = target.value.replace("T", " ");
    target = input;
  }
  if (target.dataset.name) vscode.postMessage({ name: target.dataset.name, value: valueOf(target.dataset.name) });
});

document.addEventListener("click", ({ target }) => {
  if (target.dataset.reset) vscode.postMessage({ name: target.dataset.reset });
});

document.addEventListener("submit", (event) => event.preventDefault());

// The page is made anew with each change: the field that had the focus gets it back.
const focused = vscode.getState()?.focused;
if (focused) document.getElementById(focused)?.focus();
document.addEventListener("focusin", ({ target }) => vscode.setState({ focused: target.id }));
