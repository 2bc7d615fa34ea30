// The README's pictures: what is opened for each, and how it is taken. Used by screenshot.mjs, and by the tests, which notice when
// a picture can no longer be taken.
import { strict as assert } from "node:assert";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { filed, open, taken, WORDS } from "./people.mjs";

/** What a page may carry. */
const BYTES_MAX = 150 * 1024;
const QUALITY = 85;

/** A phone's screen as it is, a desk's a little narrower than a laptop, so that words stay legible in a picture. */
const SCREENS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } };

/** A matter that is being mediated, opened by the party that reported it. */
async function track(city, language) {
  const receipt = await filed(city, language);
  const mediator = await taken(city, language, receipt);
  await mediator.fill({ session_on: city.day(1), session_time: "19:30", session_mode: "on_site", session_place: WORDS[language].place });
  await mediator.submit('form[action$="/sessions"]');
  await mediator.leave();
  const party = await city.visitor({ width: "phone", language });
  await open(party, receipt);
  return party;
}

/** Who opens what, by the name of the picture. */
const SCENES = {
  home: async (city, language) => {
    const resident = await city.visitor({ width: "phone", language });
    await resident.visit("/");
    return resident;
  },
  track,
  list: async (city, language) => {
    const supervisor = await city.visitor({ role: "supervisor", language });
    await supervisor.visit("/desk/matters");
    return supervisor;
  },
  matter: async (city, language) => {
    const mediator = await city.visitor({ role: "mediator", language });
    const token = city.accounts.mediator.api_token;
    const { json } = await city.server.request("GET", "/api/v1/matters?status=mediating&limit=1", { token });
    await mediator.visit(`/desk/matters/${json.items[0].code}`);
    return mediator;
  },
  dashboard: async (city, language) => {
    const supervisor = await city.visitor({ role: "supervisor", language });
    await supervisor.visit("/desk/dashboard");
    return supervisor;
  },
};

/** Takes every picture into a folder: what is seen without scrolling, as a file that a page can carry. */
export async function takePictures(city, folder, language = "zh-CN") {
  for (const [name, scene] of Object.entries(SCENES)) {
    const visitor = await scene(city, language);
    const { page } = visitor;
    await page.setViewportSize(SCREENS[visitor.width]);
    await page.evaluate(() => document.fonts.ready);
    // What scripts draw: the map in its own time, charts with the next frame.
    if ((await page.locator("#map[data-source]").count()) > 0) await page.locator(".map.is-live").waitFor();
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    await page.evaluate(() => document.activeElement?.blur());
    // Through the debugger: as WebP, half of a PNG's size.
    const debug = await page.context().newCDPSession(page);
    const { data } = await debug.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
    const picture = Buffer.from(data, "base64");
    assert.ok(picture.length <= BYTES_MAX, `${name} has ${picture.length} bytes, more than ${BYTES_MAX}`);
    await writeFile(join(folder, `${name}.webp`), picture);
    await visitor.leave();
  }
}
