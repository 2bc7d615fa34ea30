// Matters in states that a small city may lack, brought about by the API as its people would: asked whether to go elsewhere, before
// the court, in mediation, with an agreement to sign.
import { strict as assert } from "node:assert";
import { filed } from "./people.mjs";

const TERMS = "楼上住户晚上九点以后不施工。";

/** Speaks the API about one matter; what answers with a failure ends the test. */
async function told(city, { code }, path, body, who) {
  const credential = who.key ? { headers: { authorization: `AccessKey ${who.key}` } } : { token: who.api_token };
  const { status, text, json } = await city.server.request("POST", `/api/v1/matters/${code}/${path}`, { body, ...credential });
  assert.ok(status < 300, `${path} answers ${status}: ${text}`);
  return json;
}

/** The number of an account, which its pages carry. */
async function accountNo(city, { api_token }) {
  const { text } = await city.server.request("GET", "/desk/password", { token: api_token });
  return Number(/data-account="(\d+)"/.exec(text)[1]);
}

/** A call-back that waits, by what stands behind `/desk/call-backs/`. */
export async function callBack(city) {
  const { json } = await city.server.request("GET", "/api/v1/call-backs", { token: city.accounts.supervisor.api_token });
  const drawn = json.rounds.flatMap(({ round, call_backs }) => call_backs.filter(({ reserve }) => !reserve).map(({ code }) => `${round}/${code}`));
  assert.ok(drawn.length, "nobody is to be called back");
  return drawn[0];
}

/** Each by its word, as what its receipt says. All are with the body of the city's coordinator and mediator. */
export async function staged(city, language = "zh-CN") {
  const { coordinator, mediator } = city.accounts;
  const no = await accountNo(city, mediator);
  const on = city.day();

  async function mediating() {
    const receipt = await filed(city, language, { phone: "13955555555" });
    await told(city, receipt, "acceptance", { assignment: { body: coordinator.body } }, coordinator);
    await told(city, receipt, "assignments/1/receipt", {}, mediator);
    await told(city, receipt, "mediator", { mediator: no }, mediator);
    await told(city, receipt, "sessions", { at: `${city.day(1)}T19:30:00+08:00`, mode: "on_site", place: "听汐街道" }, mediator);
    return receipt;
  }

  async function agreement() {
    const receipt = await mediating();
    const obligations = [{ party: 2, what: "不施工", due_on: city.day(20) }];
    await told(city, receipt, "agreement", { form: "written", facts: "晚上施工", terms: TERMS, obligations }, mediator);
    return receipt;
  }

  async function settled() {
    const receipt = await agreement();
    for (const party of [1, 2]) await told(city, receipt, "agreement/signatures", { party }, mediator);
    await told(city, receipt, "agreement/seal", {}, mediator);
    await told(city, receipt, "conclusion", { outcome: "settled" }, mediator);
    return receipt;
  }

  /** An agreement before the court, as far as these notes go. */
  async function confirming(...notes) {
    const receipt = await settled();
    await told(city, receipt, "confirmation/application", { on, court: "澄湖区人民法院" }, mediator);
    for (const [path, body] of notes) await told(city, receipt, `confirmation/${path}`, { on, ...body }, mediator);
    return receipt;
  }

  async function asked() {
    const receipt = await mediating();
    await told(city, receipt, "diversion-consents", { exit: "legal-aid", parties: [1], text: "可以请免费的律师帮您看一看。" }, coordinator);
    await told(city, receipt, "diversion-consents", { exit: "court", parties: [1], text: "对方一直不来，要不要直接去法院？" }, coordinator);
    return receipt;
  }

  /** Mediation failed, and the parties have advice in writing. */
  async function advised() {
    const receipt = await mediating();
    await told(city, receipt, "conclusion", { outcome: "not_settled", advice: "可以去法院，也可以先问 12348。", exits: ["court", "legal-aid"] }, mediator);
    return receipt;
  }

  /** Sent here by the police, and on to a body that is known here. */
  async function diverted() {
    const receipt = await mediating();
    await told(city, receipt, "arrivals", { way: "police", sender: "听汐街道派出所", sender_asks: "请调解" }, coordinator);
    await told(city, receipt, "arrivals/1/receipt", {}, coordinator);
    await told(city, receipt, "arrivals/1/answer", { text: "双方已经约好见面。", until: city.day(3) }, coordinator);
    const letter = { exit: "legal-aid", receiver_body: city.accounts.officer.body, facts: "夜里装修。", asks: "请提供咨询。", consents: [1], consents_how: "当面说的，记在笔录里" };
    await told(city, receipt, "diversions", letter, coordinator);
    return receipt;
  }

  const taken = ["acceptance", { number: "（2026）民特 12 号" }];
  const answered = await asked();
  await told(city, answered, "diversion-consents/1/answers", { wish: "yes" }, answered);
  await told(city, answered, "diversion-consents/2/answers", { wish: "no", reason: "还想再谈一次" }, answered);
  return {
    mediating: await mediating(),
    agreement: await agreement(),
    sealed: await settled(),
    applied: await confirming(),
    taken: await confirming(taken, ["extension", {}]),
    confirmed: await confirming(taken, ["ruling", { ruling: "confirmed", text: "裁定有效，可以申请执行。" }]),
    declined: await confirming(["ruling", { ruling: "declined", text: "内容不明确，可以重新写清楚。" }]),
    advised: await advised(),
    diverted: await diverted(),
    asked: await asked(),
    answered,
  };
}
