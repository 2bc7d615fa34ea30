//! Finding a matter by its code or a key.

use concord_domain::code::{AccessKey, MatterCode, MatterId};
use concord_policy::Actor;
use concord_store::{Conn, Fault};

use super::ids::hash;

/// The id of a code.
pub fn id_of(c: &mut Conn, code: &MatterCode) -> Result<Option<MatterId>, Fault> {
    let row = c.query_opt("SELECT id FROM matter WHERE code = $1", &[code.as_str().into()])?;
    Ok(row.map(|r| MatterId(r.int(0))))
}

/// Whom a key opens the matter of a code for: a party, or who represents it.
pub fn visitor_of(c: &mut Conn, code: &MatterCode, key: &AccessKey) -> Result<Option<Actor>, Fault> {
    let Some(id) = id_of(c, code)? else { return Ok(None) };
    let row = c.query_opt(
        "SELECT party FROM access_key WHERE matter = $2 AND key_hash = $1",
        &[hash(key.as_str()).into(), id.0.into()],
    )?;
    Ok(row.and_then(|r| {
        let (matter, holder) = (id.0, r.int(0));
        let party = u32::try_from(holder.unsigned_abs()).ok()?;
        Some(if holder > 0 { Actor::Party { matter, party } } else { Actor::Agent { matter, party } })
    }))
}

/// The matter that an import's row became.
pub fn imported(c: &mut Conn, source: &str, external_id: &str) -> Result<Option<MatterId>, Fault> {
    let row = c.query_opt(
        "SELECT matter FROM report_source WHERE source = $1 AND external_id = $2 ORDER BY matter LIMIT 1",
        &[source.into(), external_id.into()],
    )?;
    Ok(row.map(|r| MatterId(r.int(0))))
}
