// Contrast of every ink on every ground it stands on, and of rings and edges, in both themes: WCAG 2.2, 1.4.3 and 1.4.11.
import { strict as assert } from "node:assert";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, test } from "node:test";
import { ROOT } from "./server.mjs";

const css = await readFile(join(ROOT, "ui/src/styles/tokens.css"), "utf8");
const TONES = ["accent", "danger", "warn", "success", "info", "private"];
const GROUNDS = ["ground", "surface", "sunken"];
const TEXT = 4.5;
const SHAPE = 3;

/** `[name, light, dark]` of each colour that the file names. */
const tokens = [...css.matchAll(/--([\w-]+): light-dark\((#\w+), (#\w+)\);/g)].map(([, name, light, dark]) => [name, { light, dark }]);
const colours = Object.fromEntries(tokens);

function luminance(hex) {
  const full = hex.length === 4 ? [...hex.slice(1)].map((digit) => digit + digit) : hex.slice(1).match(/../g);
  const [r, g, b] = full.map((pair) => {
    const part = Number.parseInt(pair, 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

/** Every pair in use: `[ink, ground, least contrast]`. */
function* pairs() {
  const softs = ["brand", ...TONES].map((tone) => `${tone}-soft`);
  for (const ground of [...GROUNDS, ...softs]) for (const ink of ["ink", "muted"]) yield [ink, ground, TEXT];
  for (const ground of GROUNDS) for (const ink of ["brand", "brand-deep", "danger-deep", ...TONES]) yield [ink, ground, TEXT];
  for (const tone of ["brand", ...TONES]) yield [tone, `${tone}-soft`, TEXT];
  // Links and buttons without a ground of their own stand in notices and suggestions too.
  for (const soft of softs) yield ["brand", soft, TEXT];
  for (const ramp of ["cool", "warm"]) for (let step = 0; step < 5; step++) yield [step < 3 ? "on-low" : "on-high", `${ramp}-${step}`, TEXT];
  for (const ground of ["brand", "brand-deep"]) yield ["on-brand", ground, TEXT];
  for (const ground of [...GROUNDS, ...softs]) yield ["focus", ground, SHAPE];
  for (const ground of [...GROUNDS, "brand-soft"]) yield ["edge", ground, SHAPE];
}

describe("colours", () => {
  test("every colour has a value for each theme", () => {
    const named = [...css.matchAll(/--([\w-]+): (?:#|rgb)/g)].map(([, name]) => name);
    assert.deepEqual(named, [], "named without light-dark()");
    assert.ok(tokens.length >= 20, "the file is read");
  });

  test("no other stylesheet names a colour, but those for paper", async () => {
    const folder = join(ROOT, "ui/src");
    const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".css") && !/tokens|papers|print/.test(name));
    const named = [];
    for (const file of files) {
      const text = (await readFile(join(folder, file), "utf8")).replaceAll(/\/\*.*?\*\//gs, "").replaceAll(/var\(--[\w-]+,[^;]*;/g, "");
      for (const line of text.split("\n")) if (/:.*(?:#[\da-f]{3,8}\b|\brgba?\(|\bhsla?\()/i.test(line)) named.push(`${file}: ${line.trim()}`);
    }
    assert.deepEqual(named, []);
  });

  for (const theme of ["light", "dark"]) {
    test(`what is written can be read and what is pressed can be seen, in the ${theme} theme`, () => {
      const poor = [];
      for (const [ink, ground, least] of pairs()) {
        const found = contrast(colours[ink][theme], colours[ground][theme]);
        if (found < least) poor.push(`${ink} on ${ground}: ${found.toFixed(2)}, less than ${least}`);
      }
      assert.deepEqual(poor, []);
    });
  }
});
