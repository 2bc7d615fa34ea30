// A visitor without a mouse: everything that the other does with clicks is done with Tab, Enter, Space and the arrows, and each
// stop on the way must be seen.
import { strict as assert } from "node:assert";
import { Visitor } from "./harness.mjs";

/** More stops than the longest page has. */
const STOPS_MAX = 250;
const OPTIONS_MAX = 400;

/** Runs in a page: whether one sees where the cursor is. None when all is well. */
function unseen(element) {
  const outlined = (e) => e && getComputedStyle(e).outlineStyle !== "none" && Number.parseFloat(getComputedStyle(e).outlineWidth) >= 2;
  if (!outlined(element) && !outlined(element.closest(".option"))) return "has no ring";
  const { top, bottom, left, right } = element.getBoundingClientRect();
  if (bottom <= 0 || top >= innerHeight || right <= 0 || left >= innerWidth) return "is outside the screen";
  const over = document.elementFromPoint((left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
  const bar = over?.closest(".topbar, .toasts");
  return bar && !bar.contains(element) ? `is behind ${bar.className}` : undefined;
}

export class KeyboardVisitor extends Visitor {
  signIn(account) {
    return this.signInByForm(account);
  }

  /** Tab by Tab to this control. */
  async to(control) {
    const target = await control.elementHandle();
    const there = () => this.page.evaluate((e) => e === document.activeElement, target);
    for (let stop = 0; !(await there()); stop += 1) {
      assert.ok(stop < STOPS_MAX, `Tab does not lead to ${control} on ${this.page.url()}`);
      await this.page.keyboard.press("Tab");
    }
    const fault = await this.page.evaluate(unseen, target);
    assert.equal(fault, undefined, `${control} on ${this.page.url()} ${fault}`);
  }

  async follow(control) {
    await this.to(control);
    await Promise.all([this.page.waitForEvent("load"), this.page.keyboard.press("Enter")]);
  }

  async unfold(label) {
    const part = this.page.locator("details", { has: this.page.locator("summary", { hasText: label }) }).last();
    if ((await part.getAttribute("open")) !== null) return;
    const summary = part.locator("> summary");
    if (!(await summary.isVisible())) {
      await this.to(this.page.locator("#acts-rest > summary"));
      await this.page.keyboard.press("Enter");
    }
    await this.to(summary);
    await this.page.keyboard.press("Enter");
  }

  async answer(name, value, within = this.page) {
    const all = within.locator(`[name="${name}"]:not([type="hidden"])`);
    const control = all.first();
    const kind = (await control.evaluate((e) => (e.tagName === "INPUT" ? e.type : e.tagName))).toLowerCase();
    if (kind === "radio") return this.#radio(all, name, String(value));
    await this.to(control);
    if (kind === "checkbox") {
      if ((await control.isChecked()) !== Boolean(value)) await this.page.keyboard.press("Space");
    } else if (kind === "select") await this.#option(control, String(value));
    else if (kind === "file") await this.#file(value);
    else if (kind === "date" || kind === "time") await this.#moment(control, kind, value);
    else {
      await this.page.keyboard.press("Control+A");
      await this.page.keyboard.insertText(String(value));
    }
  }

  /** A group is one stop: the chosen one, or else an end of it; arrows lead to the others. */
  async #radio(all, name, value) {
    const at = () => this.page.evaluate(() => ({ name: document.activeElement?.name, value: document.activeElement?.value, checked: document.activeElement?.checked }));
    for (let stop = 0; (await at()).name !== name; stop += 1) {
      assert.ok(stop < STOPS_MAX, `Tab does not lead to ${name}`);
      await this.page.keyboard.press("Tab");
    }
    const count = await all.count();
    for (let step = 0; (await at()).value !== value; step += 1) {
      assert.ok(step <= count, `no ${value} among ${name}`);
      await this.page.keyboard.press("ArrowDown");
    }
    if (!(await at()).checked) await this.page.keyboard.press("Space");
  }

  async #option(control, value) {
    await this.page.keyboard.press("Home");
    for (let step = 0; (await control.inputValue()) !== value; step += 1) {
      assert.ok(step < OPTIONS_MAX, `no option ${value}`);
      await this.page.keyboard.press("ArrowDown");
    }
  }

  async #file(value) {
    const chooser = this.page.waitForEvent("filechooser");
    // A turn through the browser: by then it hands the dialog to us.
    await this.page.evaluate(() => undefined);
    await this.page.keyboard.press("Enter");
    await (await chooser).setFiles(value);
  }

  /** Days and times are typed part by part, in the order of this Chromium's own language, which is American. */
  async #moment(control, kind, value) {
    const [a, b, c] = value.split(/[-:]/);
    const hour = Number(a);
    const typed = kind === "date" ? `${b}${c}${a}` : `${String(hour % 12 || 12).padStart(2, "0")}${b}${hour < 12 ? "AM" : "PM"}`;
    await this.page.keyboard.type(typed);
    assert.equal(await control.inputValue(), value, `typing ${typed} gives ${value}`);
  }
}
