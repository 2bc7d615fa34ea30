//! Who can mediate for a body, and how much they have in hand.

use concord_store::{Conn, Fault};

/// A mediator of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mediator {
    pub account: i64,
    pub name: String,
    /// Matters in hand that are not concluded.
    pub in_hand: i64,
}

/// The mediators of a body whose accounts are in use, those with least in hand first.
pub fn of_body(c: &mut Conn, body: i64) -> Result<Vec<Mediator>, Fault> {
    let rows = c.query(
        "SELECT a.id, a.name,
           (SELECT count(*) FROM matter m
            WHERE m.mediator = a.id AND m.concluded_on IS NULL) AS in_hand
         FROM role_held r JOIN account a ON a.id = r.account
         WHERE r.body = $1 AND r.role = 'mediator' AND a.disabled_at IS NULL
         ORDER BY in_hand, a.name, a.id",
        &[body.into()],
    )?;
    Ok(rows.iter().map(|r| Mediator { account: r.int(0), name: r.text(1), in_hand: r.int(2) }).collect())
}

/// Whether an account mediates for a body.
pub fn mediates(c: &mut Conn, account: i64, body: i64) -> Result<Option<Mediator>, Fault> {
    Ok(of_body(c, body)?.into_iter().find(|m| m.account == account))
}
