/** The editor's logger without its native part: appends lines to the file, so that a failed test can show what the editor logged. */
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

export class Logger {
  #file;
  #level = 2;
  #pattern = true;
  constructor(_type, _name, file) {
    this.#file = file;
  }
  #write(level, name, message) {
    if (level < this.#level) return;
    const line = this.#pattern ? `${new Date().toISOString()} [${name}] ${message}\n` : message;
    try {
      appendFileSync(this.#file, line);
    } catch {
      this.#level = 7; // The folder is gone: the test has ended.
    }
  }
  trace = (message) => this.#write(0, "trace", message);
  debug = (message) => this.#write(1, "debug", message);
  info = (message) => this.#write(2, "info", message);
  warn = (message) => this.#write(3, "warning", message);
  error = (message) => this.#write(4, "error", message);
  critical = (message) => this.#write(5, "critical", message);
  getLevel = () => this.#level;
  setLevel = (level) => (this.#level = level);
  setPattern = () => (this.#pattern = true);
  clearFormatters = () => (this.#pattern = false);
  flush = () => undefined;
  drop = () => undefined;
}

export const version = 0;
export const setLevel = () => undefined;
export const setFlushOn = () => undefined;

export const createRotatingLogger = async (name, file) => {
  mkdirSync(dirname(file), { recursive: true });
  return new Logger("rotating", name, file);
};
export const createAsyncRotatingLogger = createRotatingLogger;
