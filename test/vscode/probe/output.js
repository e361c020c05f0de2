/** Shows a text in a frame of its own, so that a test sees that the renderer ran. */
export const activate = () => ({
  renderOutputItem: (item, element) => {
    element.innerHTML = `<p class="probe" style="padding:4px;border:1px solid var(--vscode-focusBorder)"></p>`;
    element.firstChild.textContent = item.text();
  },
});
