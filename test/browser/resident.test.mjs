// What residents rely on besides the journey itself: the search finds their kind of dispute, nothing typed or chosen is ever
// lost or leaves the device early, large text and reading aloud are there, and the pages stay light.
import { strict as assert } from "node:assert";
import { after, before, describe, test } from "node:test";
import { LANGUAGES, start } from "./harness.mjs";
import { CODE, filed, open, PHOTO, WORDS } from "./people.mjs";

/** Bytes that a first visit may transfer. */
const BUDGET = 150_000;
/** CSS pixels that a thumb hits. */
const TAP = 44;
const SEARCHES = {
  "zh-CN": { words: "老板不给工资", kind: "labour.wage", nothing: "哔哩哔哩哔哩" },
  en: { words: "my boss won't pay", kind: "labour.wage", nothing: "qqqq" },
};

describe("residents", () => {
  let city;
  before(async () => {
    city = await start({ matters: 200 });
  });
  after(() => city?.close());

  /** Checks a page on which something was just asked for: what moved for that moved rightly. */
  async function look(visitor, name) {
    if (visitor.javaScript === "on") await visitor.page.evaluate(() => globalThis.layoutShifts.splice(0));
    await visitor.check(name);
  }
  const resident = (options = {}) => city.visitor({ width: "phone", language: "zh-CN", ...options });

  /** To the page where one writes what happened. */
  async function toStory(visitor, kind = "neighbour.noise") {
    await visitor.visit(`/report?category=${kind}`);
    await visitor.submit("#answers");
  }

  /** Answers everything with what is shown first, until the last page; `leave(step, act)` goes from one page to the next. */
  async function toCheck(visitor, story, leave = (_, act) => act()) {
    const { page } = visitor;
    await toStory(visitor, "tourism");
    await visitor.fill({ narrative: story });
    for (let n = 0; n < 40; n += 1) {
      const step = await page.locator("#answers").getAttribute("data-path");
      if (step === "check") return;
      const own = page.locator('#answers [name]:not([type="hidden"], [type="file"], button)').first();
      if (step === "where") await visitor.fill({ region: city.accounts.coordinator.region });
      else if (step === "you") await visitor.fill({ name: "林知远" });
      else if (step.startsWith("a.")) {
        const type = await own.evaluate((e) => (e.tagName === "INPUT" ? e.type : "text"));
        if (type === "radio") await own.check({ force: true });
        else await own.fill(type === "date" ? city.day(-3) : "3");
      }
      await leave(step, () => visitor.submit("#answers"));
    }
    assert.fail("no end of questions");
  }

  for (const language of LANGUAGES) {
    const { words, kind, nothing } = SEARCHES[language];

    test(`the search finds the kind while one types, by keyboard alone, in ${language}`, async () => {
      const visitor = await resident({ language });
      const { page } = visitor;
      await visitor.visit("/");
      await page.locator("#q").pressSequentially(words);
      await page.locator(`#found button[value="${kind}"]`).waitFor();
      assert.match(await page.locator("[data-suggest-status]").innerText(), /\S/, "a screen reader is told");
      assert.equal(new URL(page.url()).search, "", "what is typed is in no address");
      await look(visitor, "resident-suggestions");
      await page.keyboard.press("ArrowDown");
      await visitor.follow({ click: () => page.keyboard.press("Enter") });
      assert.equal(new URL(page.url()).pathname + new URL(page.url()).search, "/report");
      assert.equal(await page.locator('input[name="category"]').inputValue(), kind);
      assert.equal(await page.locator('input[name="narrative"]').inputValue(), words, "it is carried along");
      await visitor.leave();
    });

    test(`the search works without JavaScript, and where it finds nothing leads on, in ${language}`, async () => {
      const visitor = await resident({ language, javaScript: "off" });
      await visitor.visit("/");
      await visitor.fill({ q: words });
      await visitor.submit('form[role="search"]');
      assert.ok(await visitor.page.locator(`#found button[value="${kind}"]`).isVisible());
      await look(visitor, "resident-found");
      await visitor.fill({ q: nothing });
      await visitor.submit('form[role="search"]');
      assert.ok(await visitor.page.locator('#found a[href="tel:12345"]').isVisible());
      await look(visitor, "resident-found-nothing");
      await visitor.follow(visitor.page.locator('#found button[name="category"]'));
      assert.equal(await visitor.page.locator('[name="step"]').inputValue(), "start");
      await visitor.leave();
    });
  }

  test("a draft is there again after the page was left, with its step, and goes when it is discarded", async () => {
    const visitor = await resident();
    const { page } = visitor;
    await toStory(visitor);
    await visitor.fill({ narrative: WORDS["zh-CN"].story });
    await visitor.submit("#answers");
    const step = await page.locator("#answers").getAttribute("data-path");
    await page.locator('#answers [name^="a."]').first().check({ force: true });
    await visitor.visit("/");
    assert.ok(await page.locator("[data-draft-waiting]").isVisible(), "home says so");
    await visitor.visit("/report");
    await visitor.reads("已恢复您上次在这台设备上写的内容");
    await look(visitor, "resident-draft");
    await visitor.follow(page.locator("[data-draft-open]"));
    assert.equal(await page.locator("#answers").getAttribute("data-path"), step, "at the step where it was left");
    assert.ok(await page.locator('#answers [name^="a."]').first().isChecked(), "with the answer of that step");
    assert.equal(await page.locator('#answers [name="narrative"]').inputValue(), WORDS["zh-CN"].story);
    assert.equal(new URL(page.url()).search, "", "nothing personal in the address");
    await visitor.follow(page.locator(".draft-kept [data-draft-discard]"));
    assert.ok(await page.locator("[data-draft-notice]").isHidden());
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    await visitor.leave();
  });

  test("a file that will not do and a broken connection lose nothing, and what was sent leaves no draft", async () => {
    const visitor = await resident();
    const { page } = visitor;
    visitor.expected.add(422);
    await toCheck(visitor, WORDS["zh-CN"].story);
    await visitor.fill({ files: [PHOTO, { name: "paper.pdf", mimeType: "application/pdf", buffer: Buffer.from("no paper") }] });
    await page.locator(".attached-file").nth(1).waitFor();
    await look(visitor, "resident-attached");
    // Changing another answer loses no file.
    await visitor.follow(page.locator('button[form="change"][value="you"]'));
    await visitor.submit("#answers");
    await page.locator(".attached-file").nth(1).waitFor();

    await page.locator('#answers button:not([name])[type="submit"]').first().click();
    await page.locator(".summary-errors", { hasText: "paper.pdf" }).waitFor();
    assert.equal(await page.locator(".attached-file").count(), 2, "the list is as it was");
    await look(visitor, "resident-attached-error");
    await page.locator(".attached-file", { hasText: "paper.pdf" }).locator("button").last().click();

    const before = visitor.complaints.length;
    await page.route("**/report", (route) => route.abort("connectionreset"));
    await page.locator('#answers button:not([name])[type="submit"]').first().click();
    await page.locator(".attach-told", { hasText: "网络断了" }).waitFor();
    await page.unroute("**/report");
    visitor.complaints.splice(before);
    assert.equal(await page.locator(".attached-file").count(), 1);

    await page.locator('#answers button:not([name])[type="submit"]').first().click();
    await page.waitForURL(/\/receipt$/);
    await visitor.reads(CODE);
    assert.equal(await page.evaluate(() => localStorage.length), 0, "what was sent is no draft any more");
    await visitor.follow(page.locator('a[href^="/track/"].primary'));
    await visitor.reads(PHOTO.name);
    await visitor.leave();
  });

  test("a photo from a camera is made smaller before it is sent, a small one is left alone", async () => {
    const visitor = await resident();
    const { page } = visitor;
    await open(visitor, await filed(city, "zh-CN", { phone: "13944440000" }));
    // As noisy as a photo, so that it weighs as much as one.
    const photo = await page.evaluate(async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 3000, height: 2000 });
      const pen = canvas.getContext("2d");
      const noise = pen.createImageData(3000, 2000);
      for (let at = 0, n = 1; at < noise.data.length; at += 1) noise.data[at] = (n = (n * 16807) % 2147483647) & 255;
      pen.putImageData(noise, 0, 0);
      return canvas.toDataURL("image/jpeg", 0.9).split(",")[1];
    });
    const camera = { name: "IMG_0001.jpeg", mimeType: "image/jpeg", buffer: Buffer.from(photo, "base64") };
    await visitor.fill({ files: [camera, PHOTO] });
    await page.locator(".attached-file").nth(1).waitFor();
    const sizes = await page.locator(".attached-file img").evaluateAll(async (all) => {
      await Promise.all(all.map((img) => img.decode()));
      return all.map((img) => [img.naturalWidth, img.naturalHeight]);
    });
    assert.deepEqual(sizes, [[2048, 1365], [1, 1]]);
    await visitor.submit('form[action$="/files"]');
    await visitor.reads("IMG_0001.jpg", PHOTO.name);
    await visitor.leave();
  });

  test("sending shows how far each file is, and can be cancelled", async () => {
    const visitor = await resident();
    const { page } = visitor;
    const receipt = await filed(city, "zh-CN", { phone: "13944444444" });
    await open(visitor, receipt);
    const film = { name: "film.mp4", mimeType: "video/mp4", buffer: Buffer.concat([Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "latin1"), Buffer.alloc(4_000_000)]) };
    await visitor.fill({ files: [PHOTO, film] });
    await page.locator(".attached-file").nth(1).waitFor();
    const network = await visitor.context.newCDPSession(page);
    await network.send("Network.enable");
    await network.send("Network.emulateNetworkConditions", { offline: false, latency: 20, downloadThroughput: 1e6, uploadThroughput: 400_000 });
    const send = page.locator('form[action$="/files"] button[type="submit"]');
    await send.click();
    await page.locator(".attached-file progress").nth(1).waitFor();
    await page.locator("[data-cancel]").click();
    await page.locator(".attach-told", { hasText: "已取消发送" }).waitFor();
    assert.equal(await page.locator(".attached-file").count(), 2, "both are still here");
    await network.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
    await send.click();
    await page.locator("#toasts", { hasText: "材料已收到" }).waitFor();
    await visitor.reads("film.mp4", PHOTO.name);
    await visitor.leave();
  });

  test("a voice note is recorded, listened to, deleted and sent", async () => {
    const visitor = await resident();
    const { page } = visitor;
    await toStory(visitor, "tourism");
    const recordOne = async () => {
      await page.locator("[data-record]").click();
      await page.locator(".recorder-time", { hasText: "0:01" }).waitFor();
      await page.locator("[data-record]").click();
      await page.locator(".attached-file audio").first().waitFor();
    };
    await recordOne();
    assert.match(await page.locator('[name="narrative"]').inputValue(), /录音/, "who speaks need not type");
    await look(visitor, "resident-voice-note");
    await page.locator(".attached-file button").last().click();
    assert.equal(await page.locator(".attached-file").count(), 0);
    await recordOne();
    const playable = await page.locator(".attached-file audio").evaluate(
      (audio) => new Promise((resolve) => {
        if (audio.readyState > 0) resolve(true);
        audio.onloadedmetadata = () => resolve(true);
        audio.onerror = () => resolve(false);
      }),
    );
    assert.ok(playable, "the policy lets it be heard");
    await toCheck(visitor, WORDS["zh-CN"].story);
    await page.locator(".attached-file audio").waitFor();
    await page.locator('#answers button:not([name])[type="submit"]').first().click();
    await page.waitForURL(/\/receipt$/);
    await visitor.follow(page.locator('a[href^="/track/"].primary'));
    assert.equal(await page.locator(".documents li").count(), 1, "it arrived");
    await visitor.leave();
  });

  test("large text and the other language take the answers along without JavaScript, and are remembered", async () => {
    const visitor = await resident({ javaScript: "off" });
    const { page } = visitor;
    await toStory(visitor);
    await visitor.fill({ narrative: WORDS["zh-CN"].story });
    await visitor.follow(page.locator(".large-text"));
    assert.equal(await page.locator("html").getAttribute("class"), "big");
    assert.equal(await page.locator('[name="narrative"]').inputValue(), WORDS["zh-CN"].story);
    await look(visitor, "resident-large-story");
    await visitor.follow(page.locator('.tool[lang="en"]'));
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    assert.equal(await page.locator('[name="narrative"]').inputValue(), WORDS["zh-CN"].story);
    await visitor.visit("/track");
    assert.equal(await page.locator("html").getAttribute("class"), "big", "it stays large");
    await visitor.leave();
  });

  test("at 360 px nothing scrolls sideways and everything to press is large enough for a thumb", async () => {
    const receipt = await filed(city, "zh-CN", { phone: "13955555555" });
    for (const language of LANGUAGES) {
      for (const big of ["0", "1"]) {
        const visitor = await resident({ language });
        const { page } = visitor;
        await open(visitor, receipt);
        for (const path of ["/", "/?q=rent", "/report", "/report?category=labour.wage", "/track", `/track/${receipt.code}`, `/track/${receipt.code}/receipt`]) {
          await visitor.visit(`${path}${path.includes("?") ? "&" : "?"}big=${big}`);
          assert.deepEqual(await visitor.layout(), [], `${path} is wider than the screen (${language}, ${big})`);
          const small = await page.locator("a, button, input, summary, select").evaluateAll(
            (all, least) => all
              .filter((e) => e.offsetParent && !e.closest(".sr, .skip, p:not(.actions), dd.prose") && e.getBoundingClientRect().height < least && !["checkbox", "radio"].includes(e.type))
              .map((e) => `${e.outerHTML.slice(0, 90)}: ${e.getBoundingClientRect().height}`),
            TAP - 0.5,
          );
          assert.deepEqual(small, [], `${path} (${language}, ${big})`);
        }
        await visitor.leave();
      }
    }
  });

  test("a first visit transfers at most 150 KB, on every page", async () => {
    const receipt = await filed(city, "zh-CN", { phone: "13966666666" });
    /** Bytes on the wire of whatever a page loads. */
    const weigh = async (page, act) => {
      const network = await page.context().newCDPSession(page);
      let bytes = 0;
      network.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
      await network.send("Network.enable");
      await network.send("Network.setCacheDisabled", { cacheDisabled: true });
      await act();
      await page.waitForLoadState("networkidle");
      await network.detach();
      return bytes;
    };
    const visitor = await resident();
    const { page } = visitor;
    const weights = {};
    for (const path of ["/", "/?q=楼上漏水", "/track"]) weights[path] = await weigh(page, () => visitor.visit(path));
    weights.matter = await weigh(page, () => open(visitor, receipt));
    weights.receipt = await weigh(page, () => visitor.visit(`/track/${receipt.code}/receipt`));
    weights.options = await weigh(page, () => visitor.visit("/report?category=tourism"));
    await toCheck(visitor, WORDS["zh-CN"].story, async (step, act) => {
      weights[`after ${step}`] = await weigh(page, act);
    });
    assert.ok(Object.keys(weights).length > 8, "each step was weighed");
    for (const [name, bytes] of Object.entries(weights)) assert.ok(bytes <= BUDGET, `${name}: ${bytes} bytes`);
    await visitor.leave();
  });

  test("the page is read aloud in its language, part by part, and pauses and stops", async () => {
    for (const language of LANGUAGES) {
      const visitor = await resident({ language });
      const { page } = visitor;
      // Debian's Chromium has the interface and no voice; this one speaks as fast as it is told to.
      await page.addInitScript(() => {
        const spoken = [];
        const voices = ["zh-CN", "en-GB"].map((lang) => ({ lang, name: lang, localService: true, default: false, voiceURI: lang }));
        globalThis.spoken = spoken;
        globalThis.SpeechSynthesisUtterance = class {
          constructor(text) {
            this.text = text;
          }
        };
        let going;
        Object.defineProperty(globalThis, "speechSynthesis", {
          value: {
            getVoices: () => voices,
            addEventListener: () => {},
            speak: (utterance) => {
              spoken.push({ text: utterance.text, lang: utterance.lang, voice: utterance.voice?.lang, mark: document.querySelector(".being-read")?.tagName });
              going = utterance;
            },
            cancel: () => (going = undefined),
          },
        });
        globalThis.sayOn = () => going?.onend();
      });
      await visitor.visit("/track");
      const said = () => page.evaluate(() => globalThis.spoken);
      await page.locator("[data-read]").click();
      const heading = await page.locator("h1").innerText();
      assert.deepEqual((await said()).map((s) => s.text), [heading]);
      await page.evaluate(() => globalThis.sayOn());
      assert.equal((await said()).length, 2, "then the next part");
      assert.ok((await said()).every((s) => s.mark && s.lang.split("-")[0] === language.split("-")[0] && s.voice.split("-")[0] === language.split("-")[0]));
      await look(visitor, "resident-reading");
      await page.locator("[data-read-pause]").click();
      await page.evaluate(() => globalThis.sayOn());
      assert.equal((await said()).length, 2, "paused");
      await page.locator("[data-read-pause]").click();
      assert.equal((await said()).length, 3, "goes on where it was");
      assert.equal((await said())[2].text, (await said())[1].text);
      await page.locator("[data-read-stop]").click();
      assert.equal(await page.locator(".being-read").count(), 0);
      assert.ok(await page.locator("[data-reader]").isHidden());
      await visitor.leave();
    }
  });

  test("where the browser has no voice, reading aloud is not offered", async () => {
    const visitor = await resident();
    await visitor.page.addInitScript(() => {
      delete globalThis.speechSynthesis;
    });
    await visitor.visit("/");
    assert.ok(await visitor.page.locator("[data-read]").isHidden());
    await visitor.leave();
  });
});
