//! The whole loop by the API: from a report to a settled, rated, archived matter, and back.

use serde_json::json;

use crate::house::{As, COMMITTEE, House};

#[test]
fn a_matter_goes_round_the_whole_loop() {
    House::each(|house| async move {
        let filed = house.file("\u{697c}\u{4e0a}\u{534a}\u{591c}\u{8fd8}\u{5728}\u{88c5}\u{4fee}").await;
        let of = |part: &str| format!("/matters/{}{part}", filed.code);
        let coordinator = As::Staff("coordinator");
        let mediator = As::Staff("mediator");
        house.json(coordinator.clone(), &of("/acceptance"), &json!({ "body": COMMITTEE })).await.is(201);
        let assign = json!({ "body": COMMITTEE, "duty": "lead", "mediator": house.account("mediator") });
        house.json(coordinator, &of("/assignments"), &assign).await.is(201);
        let session = json!({ "at": "2026-03-05T14:00:00+08:00", "mode": "on_site", "place": "Room 2" });
        house.json(mediator.clone(), &of("/sessions"), &session).await.is(201);
        house.later(3);
        let record = json!({ "outcome": "agreed", "record": "Both came and agreed." });
        house.json(mediator.clone(), &of("/sessions/1/record"), &record).await.is(201);
        let agreement = json!({
            "form": "written", "facts": "Noise at night.", "terms": "No work after ten.",
            "obligations": [{ "party": 2, "what": "Pay for the ceiling", "amount": 50_000, "due_on": "2026-03-20" }],
        });
        house.json(mediator.clone(), &of("/agreement"), &agreement).await.is(201);
        house.json(As::Party(&filed.key), &of("/agreement/signatures"), &json!({})).await.is(201);
        house.json(mediator.clone(), &of("/agreement/seal"), &json!({})).await.is(422);
        house.json(mediator.clone(), &of("/agreement/signatures"), &json!({ "party": 2 })).await.is(201);
        house.json(mediator.clone(), &of("/agreement/seal"), &json!({})).await.is(201);
        house.json(mediator.clone(), &of("/conclusion"), &json!({ "outcome": "settled" })).await.is(201);
        house.json(As::Party(&filed.key), &of("/rating"), &json!({ "stars": 5, "comment": "Quick." })).await.is(201);
        let visit = json!({ "on": "2026-03-25" });
        house.json(mediator.clone(), &of("/return-visits"), &visit).await.is(201);
        house.json(mediator.clone(), &of("/archive"), &json!({})).await.is(422);
        house.later(20);
        house.json(mediator.clone(), &of("/obligations/1/fulfilment"), &json!({ "fulfilled": true })).await.is(201);
        let found = json!({ "fulfilled": "fulfilled", "satisfied": 5 });
        house.json(mediator.clone(), &of("/return-visits/1/report"), &found).await.is(201);
        house.json(mediator, &of("/archive"), &json!({})).await.is(201);
        let matter = house.matter(&filed.code).await;
        assert_eq!(matter["status"], "settled");
        assert_eq!(matter["archived_on"], "2026-03-25");
        assert_eq!(matter["ratings"][0]["stars"], 5);
        let again = json!({ "reason": "The noise is back." });
        house.json(As::Party(&filed.key), &of("/reopening"), &again).await.is(201);
        assert_eq!(house.matter(&filed.code).await["status"], "accepted");
    });
}
