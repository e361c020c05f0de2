import * as vscode from "vscode";

export type Question = {
  title: string;
  prompt: string;
  value?: string;
  placeholder?: string;
  password?: boolean;
  step?: number;
  steps?: number;
  /** What is wrong with the text, said while it is typed. */
  check(text: string): string | undefined;
};

/** What was typed, without spaces around it; or the question before this one is to be asked again. */
export type Answer = { text: string } | "back";

/** Asks for one line; says what is wrong once something was typed, and takes nothing wrong. Undefined: dismissed. */
export function askLine(question: Question): Promise<Answer | undefined> {
  const box = vscode.window.createInputBox();
  const { title, prompt, value = "", placeholder, password = false, step, steps, check } = question;
  Object.assign(box, { title, prompt, value, password, ignoreFocusOut: true, step, totalSteps: steps, placeholder });
  if (step !== undefined && step > 1) box.buttons = [vscode.QuickInputButtons.Back];
  return new Promise((resolve) => {
    const done = (answer: Answer | undefined) => {
      resolve(answer);
      box.dispose();
    };
    box.onDidChangeValue((text) => (box.validationMessage = text === "" ? undefined : check(text)));
    box.onDidAccept(() => {
      const problem = check(box.value);
      if (problem === undefined) done({ text: box.value.trim() });
      else box.validationMessage = problem;
    });
    box.onDidTriggerButton(() => done("back"));
    box.onDidHide(() => done(undefined));
    box.show();
  });
}
