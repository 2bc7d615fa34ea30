// What the people of a dispute do, step by step, as they see it on their screens.
import { strict as assert } from "node:assert";

export const CODE = /\b[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}\b/;
export const KEY = /\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}\b/;
/** More than any playbook asks, so that a loop in the questions ends the test. */
const QUESTIONS_MAX = 30;

/** One pixel, a real picture. */
export const PHOTO = {
  name: "ceiling.png",
  mimeType: "image/png",
  buffer: Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==", "base64"),
};

export const WORDS = {
  "zh-CN": {
    story: "楼上住户连续两周在夜里十一点以后装修敲打，孩子没法睡觉，上门说过两次没有用。",
    search: "装修敲打",
    applicant: "林知远",
    respondent: "楼上住户",
    place: "和顺里小区三栋",
    kind: "邻里噪声",
    because: "楼上",
    free: "不收一分钱",
    elsewhere: ["去法院", "政务热线 12345", "打 110"],
    go: "继续",
    goOn: "在这里调解，继续",
    back: "返回",
    send: "发送",
    short: "晚上九点以后不要施工",
    accept: "受理并交办",
    receive: "签收",
    take: "由我来调解",
  },
  en: {
    story: "For two weeks the flat upstairs has been drilling and hammering after eleven at night; our child cannot sleep and two visits did not help.",
    search: "hammering",
    applicant: "Lin Zhiyuan",
    respondent: "The flat upstairs",
    place: "Heshun Lane, building 3",
    kind: "Noise from neighbours",
    because: "upstairs",
    free: "Free of charge",
    elsewhere: ["Go to court", "City hotline: 12345", "Call 110"],
    go: "Continue",
    goOn: "Go on with mediation here",
    back: "Back",
    send: "Send",
    short: "No work after nine in the evening",
    accept: "Accept and assign",
    receive: "Sign for it",
    take: "I will mediate",
  },
};

/** From the first page to the receipt, one question at a time; `look(name)` is called on every page. */
export async function report(resident, { town, village = town, phone = "13900000000", look = async () => {} }) {
  const w = WORDS[resident.language];
  await resident.visit("/");
  await look("home");
  await resident.fill({ q: w.search });
  // With a script what fits shows while one types.
  if (resident.javaScript === "off") await resident.submit('form[role="search"]');
  const fitting = resident.page.locator('#found button[value="neighbour.noise"]');
  await fitting.waitFor();
  await resident.reads(w.kind, w.free);
  if (resident.javaScript === "off") await look("found");
  await resident.follow(fitting);

  await resident.reads(w.kind, w.free, ...w.elsewhere);
  await look("options");
  await resident.press(w.goOn);
  assert.equal(await resident.page.locator('[name="narrative"]').inputValue(), w.search, "what was said at home is kept");
  await resident.fill({ narrative: w.story });
  await look("story");
  await resident.press(w.go);

  await questions(resident, look);
  await resident.fill({ region: town, place: w.place });
  await look("where");
  await resident.press(w.go);
  await resident.fill({ region: village });
  await look("area");
  await resident.press(w.go);
  await resident.fill({ name: w.applicant, phone });
  await look("you");
  await resident.press(w.go);
  await resident.fill({ respondent: w.respondent });
  await look("other");
  await resident.press(w.go);

  await resident.reads(w.story, w.kind, w.place, w.applicant, w.respondent);
  await resident.fill({ files: PHOTO });
  await look("check");
  await resident.press(w.send);
  const text = await resident.text();
  assert.match(text, CODE, "the receipt has a code");
  assert.match(text, KEY, "and a key");
  assert.ok((await resident.page.locator("svg[role=img], .qr svg").count()) > 0, "and a QR code");
  await look("receipt");
  return { code: CODE.exec(text)[0].replaceAll("-", ""), shown: CODE.exec(text)[0], key: KEY.exec(text)[0] };
}

/** Answers the playbook's questions until the page that asks where; goes back once to see that an answer stays. */
async function questions(resident, look) {
  const w = WORDS[resident.language];
  for (let n = 1; n <= QUESTIONS_MAX; n += 1) {
    const names = await resident.page.locator('main form [name^="a."]:not([type="hidden"])').evaluateAll((all) => [...new Set(all.map((e) => e.name))]);
    if (names.length === 0) return;
    assert.equal(names.length, 1, `one question a page: ${names}`);
    const [name] = names;
    const first = resident.page.locator(`[name="${name}"]:not([type="hidden"])`).first();
    const type = await first.evaluate((e) => (e.tagName === "INPUT" ? e.type : "text"));
    const value = type === "radio" ? await first.inputValue() : type === "date" ? resident.city.day(-20) : w.short;
    await resident.fill({ [name]: value });
    await look(`question-${n}`);
    await resident.follow(resident.page.locator("main form .actions button").first());
    if (n === 1) {
      await resident.press(w.back);
      assert.equal(await resident.page.locator(`[name="${name}"]:checked`).inputValue(), value, "an answer stays when one goes back");
      await resident.follow(resident.page.locator("main form .actions button").first());
    }
  }
  assert.fail(`still asking after ${QUESTIONS_MAX} questions`);
}

/** A report that came by the API, for journeys that begin later: what its receipt says. */
export async function filed(city, language, { phone = "13911111111", narrative = WORDS[language].story } = {}) {
  const w = WORDS[language];
  const body = {
    channel: "web", category: "neighbour.noise", region: city.accounts.coordinator.region, narrative, language,
    applicant: { name: w.applicant, phone }, respondents: [{ name: w.respondent }],
  };
  const { status, json } = await city.server.request("POST", "/api/v1/reports", { body });
  assert.equal(status, 201);
  const { code } = json.matter;
  return { code, shown: code.replace(/(...)(...)(...)/, "$1-$2-$3"), key: json.access_key };
}

/** Accepted and assigned as suggested by the coordinator, signed for and taken on by the mediator, who is left at the file. */
export async function taken(city, language, { code }) {
  const w = WORDS[language];
  const coordinator = await city.visitor({ role: "coordinator", language });
  await coordinator.visit(`/desk/queue/${code}`);
  await coordinator.press(w.accept);
  await coordinator.leave();
  const mediator = await city.visitor({ role: "mediator", language });
  await mediator.visit(`/desk/matters/${code}/assignments`);
  await mediator.press(w.receive);
  await mediator.visit(`/desk/matters/${code}/assignments`);
  await mediator.press(w.take);
  await mediator.visit(`/desk/matters/${code}`);
  return mediator;
}

/** In with code and key, as printed on the receipt. */
export async function open(party, { shown, key }) {
  await party.visit("/track");
  await party.fill({ code: shown, key });
  await party.submit('form[action="/track"]');
}
