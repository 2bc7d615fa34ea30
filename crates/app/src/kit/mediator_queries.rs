//! Who can mediate for a body, and how much they have in hand.

use std::collections::HashMap;

use concord_domain::body::BodyId;
use concord_store::{Conn, Fault, Params};

/// A mediator of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mediator {
    pub account: i64,
    pub name: String,
    /// Matters in hand that are not concluded.
    pub in_hand: i64,
}

/// The mediators of these bodies whose accounts are in use, by body, those with least in hand first.
pub fn of_bodies(c: &mut Conn, bodies: &[BodyId]) -> Result<HashMap<i64, Vec<Mediator>>, Fault> {
    let mut of: HashMap<i64, Vec<Mediator>> = HashMap::new();
    if bodies.is_empty() {
        return Ok(of);
    }
    let mut params = Params::default();
    let sql = format!(
        "SELECT a.id, a.name,
           (SELECT count(*) FROM matter m
            WHERE m.mediator = a.id AND m.concluded_on IS NULL) AS in_hand, r.body
         FROM role_held r JOIN account a ON a.id = r.account
         WHERE r.body IN ({}) AND r.role = 'mediator' AND a.disabled_at IS NULL
         ORDER BY in_hand, a.name, a.id",
        params.put_all(bodies.iter().map(|body| body.0))
    );
    for row in c.query(&sql, &params)? {
        let mediator = Mediator { account: row.int(0), name: row.text(1), in_hand: row.int(2) };
        of.entry(row.int(3)).or_default().push(mediator);
    }
    Ok(of)
}

/// Whether an account mediates for a body.
pub fn mediates(c: &mut Conn, account: i64, body: i64) -> Result<Option<Mediator>, Fault> {
    let found = of_bodies(c, &[BodyId(body)])?.remove(&body).unwrap_or_default();
    Ok(found.into_iter().find(|m| m.account == account))
}
