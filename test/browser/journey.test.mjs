// The whole loop as its people walk it: a resident reports on a phone without JavaScript, the clerk finds it, the coordinator
// routes it, the mediator settles it, the parties sign, weeks later the mediator calls back, the resident rates, the file is
// closed, and a broken promise opens it again.
import { strict as assert } from "node:assert";
import { after, before, describe, test } from "node:test";
import { LANGUAGES, start } from "./harness.mjs";
import { open, report, WORDS } from "./people.mjs";

const SAID = {
  "zh-CN": {
    waiting: "已上报",
    accepted: "已受理并交办。",
    arrange: "约定调解会", arranged: "调解会已约定", room: "社区活动室二楼",
    write: "写调解笔录", keep: "保存笔录", record: "双方到场。楼上同意晚上九点以后不施工，并补做隔音。",
    draft: "提交各方签字", terms: "楼上住户晚上九点以后不再施工，并在一个月内铺好隔音垫。", promise: "铺好隔音垫", drafted: "协议已起草，等各方签字。",
    paper: "登记纸面签字", seal: "签名并盖章，协议生效", sealed: "协议已生效。",
    settle: "办结：调解成功", settled: "已和解",
    plan: "安排回访", visit: "登记回访结果", visited: "回访结果已登记。", found: "申请人说安静多了。",
    thanks: "事情办得好", archive: "归档", archived: "已归档",
    again: "隔音垫没有铺，夜里又开始敲了。", reopened: "这件事重新办理了。", signed: "您已经签字。", rated: "谢谢，评价已经记下。",
  },
  en: {
    waiting: "Reported",
    accepted: "Accepted and assigned.",
    arrange: "Arrange a session", arranged: "The session is arranged", room: "Community room, first floor",
    write: "Write the record", keep: "Save the record", record: "Both sides came. The flat upstairs stops work at nine and lays a mat.",
    draft: "Put it before the parties", terms: "No work after nine in the evening; an insulating mat within a month.", promise: "Lay an insulating mat", drafted: "The agreement is drafted and waits for signatures.",
    paper: "Record signature on paper", seal: "Sign and seal: the agreement takes effect", sealed: "The agreement is in effect.",
    settle: "Conclude as settled", settled: "Settled",
    plan: "Plan a return visit", visit: "Report the visit", visited: "The visit is reported.", found: "The applicant says it is much quieter.",
    thanks: "Well handled", archive: "Close the file", archived: "Archived",
    again: "The mat was never laid and the hammering is back.", reopened: "The matter is open again.", signed: "You have signed the agreement.", rated: "Thank you, your rating was recorded.",
  },
};

describe("the whole loop", () => {
  let city;
  before(async () => {
    city = await start({ matters: 300 });
  });
  after(() => city?.close());

  for (const language of LANGUAGES) {
    test(`a report becomes a settled, rated and archived matter, and opens again, in ${language}`, async () => {
      const w = WORDS[language];
      const s = SAID[language];
      const staff = (role) => city.visitor({ role, language });
      const resident = await city.visitor({ width: "phone", language, javaScript: "off" });
      const { region: town } = city.accounts.coordinator;
      const receipt = await report(resident, { town, look: (name) => resident.check(`journey-1-${name}`) });
      const matter = `/desk/matters/${receipt.code}`;

      const clerk = await staff("clerk");
      await clerk.visit(`/desk/matters?q=${encodeURIComponent(w.search)}`);
      await clerk.reads(receipt.shown, s.waiting);
      await clerk.check("journey-2-clerk-searches");
      await clerk.leave();

      const coordinator = await staff("coordinator");
      await coordinator.visit("/desk/queue");
      await coordinator.reads(receipt.shown, w.applicant);
      await coordinator.check("journey-3-queue");
      await coordinator.visit(`/desk/queue/${receipt.code}`);
      await coordinator.reads(w.story, w.because, w.place);
      await coordinator.check("journey-3-triage");
      await coordinator.press(w.accept);
      await coordinator.reads(s.accepted);
      await coordinator.leave();

      let mediator = await staff("mediator");
      await mediator.visit(`${matter}/assignments`);
      await mediator.press(w.receive);
      await mediator.visit(`${matter}/assignments`);
      await mediator.press(w.take);
      await mediator.visit("/desk/mine");
      await mediator.reads(receipt.shown);
      await mediator.check("journey-4-mine");
      await mediator.visit(matter);
      await mediator.fill({ session_on: city.day(1), session_time: "19:30", session_mode: "on_site", session_place: s.room });
      await mediator.press(s.arrange);
      await mediator.reads(s.arranged, s.room);
      await mediator.check("journey-4-session");

      await open(resident, receipt);
      await resident.reads(s.room);
      await resident.check("journey-5-session-ahead");

      await mediator.unfold(s.write);
      await mediator.fill({ record_outcome: "agreed", record_text: s.record });
      await mediator.press(s.keep);
      await mediator.reads(s.record);
      await mediator.fill({ agreement_terms: s.terms, owed_party_1: "2", owed_due_on_1: city.day(30), owed_what_1: s.promise });
      await mediator.press(s.draft);
      await mediator.reads(s.drafted, s.terms, s.promise);
      await mediator.check("journey-6-agreement");

      await resident.visit(`/track/${receipt.code}`);
      await resident.reads(s.terms, s.promise);
      await resident.check("journey-7-agreement-to-sign");
      await resident.fill({ read: true });
      await resident.submit('form[action$="/agreement/signatures"]');
      await resident.reads(s.signed);
      await resident.check("journey-7-signed");

      await mediator.visit(matter);
      await mediator.press(s.paper);
      await mediator.press(s.seal);
      await mediator.reads(s.sealed);
      await mediator.press(s.settle);
      await mediator.reads(s.settled);
      await mediator.press(s.plan);
      await mediator.check("journey-8-settled");
      await mediator.leave();

      await city.later(20);
      mediator = await staff("mediator");
      await mediator.visit("/desk/mine");
      await mediator.reads(receipt.shown);
      await mediator.visit(matter);
      await mediator.fill({ visit_found: "fulfilled", visit_satisfied: "5", visit_text: s.found });
      await mediator.press(s.visit);
      await mediator.reads(s.visited, s.found);
      await mediator.check("journey-9-return-visit");

      await open(resident, receipt);
      await resident.check("journey-10-to-rate");
      await resident.fill({ stars: "5", comment: s.thanks });
      await resident.submit('form[action$="/rating"]');
      await resident.reads(s.rated);
      await resident.check("journey-10-rated");

      await mediator.visit(matter);
      await mediator.reads(s.thanks);
      await mediator.press(s.archive);
      await mediator.reads(s.archived);
      await mediator.check("journey-11-archived");
      await mediator.visit(`${matter}/dossier`);
      await mediator.reads(w.story, s.record, s.terms, s.found);
      await mediator.check("journey-11-dossier");

      const token = city.accounts.supervisor.api_token;
      const told = async () => (await city.server.request("GET", `/api/v1/matters/${receipt.code}`, { token })).json;
      assert.equal((await told()).status, "settled");
      assert.ok((await told()).archived_on, "the file is closed");

      await open(resident, receipt);
      await resident.fill({ again: s.again });
      await resident.submit('form[action$="/reopening"]');
      await resident.reads(s.reopened);
      await resident.check("journey-12-reopened");
      await mediator.visit(matter);
      await mediator.check("journey-12-reopened-for-staff");
      await mediator.leave();
      await resident.leave();
      assert.equal((await told()).status, "accepted");
      assert.equal((await told()).archived_on ?? null, null, "an open matter is in no archive");
    });
  }
});
