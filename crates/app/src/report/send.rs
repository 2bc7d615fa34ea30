//! The last step: what was answered becomes a filing, once.

use axum::response::Response;
use concord_domain::code::{AccessKey, MatterCode};
use concord_domain::matter::{Channel, Language, PersonDetails};
use concord_policy::Actor;
use concord_store::Conn;
use sha2::{Digest, Sha256};

use super::path::State;
use super::steps::half_width;
use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::filing::Filing;
use crate::kit::ids::{hash, hex};
use crate::kit::messages::Lang;
use crate::kit::once::{Claim, Once};
use crate::kit::page::go_with_key;
use crate::kit::recording::Recording;
use crate::kit::upload::Sent;

/// Whose repeated requests these are: forms of the guided path.
const FORM: &str = "form:report";
/// Symbols of an access key.
const KEY_LENGTH: usize = 17;

/// What was answered, as every channel files it.
pub fn filing(state: &State<'_>, lang: Lang) -> Filing {
    let fields = state.fields;
    let text = |name: &str| fields.get(name).to_owned();
    let phone = |name: &str| half_width(fields.get(name));
    let agent = PersonDetails { name: text("agent"), phone: phone("agent_phone"), ..PersonDetails::default() };
    let respondent = PersonDetails {
        name: text("respondent"),
        phone: phone("respondent_phone"),
        address: text("respondent_address"),
        ..PersonDetails::default()
    };
    let channel = if fields.get("channel") == Channel::Qr.as_str() { Channel::Qr } else { Channel::Web };
    Filing {
        category: state.category(),
        region: state.region(),
        place: text("place"),
        narrative: text("narrative"),
        language: match lang {
            Lang::Zh => Language::Zh,
            Lang::En => Language::En,
        },
        applicant: PersonDetails {
            name: text("name"),
            phone: phone("phone"),
            email: text("email"),
            address: text("address"),
        },
        representative: Some(agent).filter(|agent| !agent.name.is_empty()),
        respondents: Some(respondent).filter(|person| !person.name.is_empty()).into_iter().collect(),
        happened_on: state.happened_on(),
        amount: state.amount(),
        danger: state.danger(),
        // What does not apply any more was answered on a way not taken.
        answers: state.playbook().check(&state.answers()).unwrap_or_default(),
        ..Filing::by(channel)
    }
}

/// Files it and leads to the receipt; the same form sent twice leads to the same receipt.
pub async fn send(desk: &Desk, token: &str, mut filing: Filing, files: Vec<Sent>) -> Result<Response, Failure> {
    let once = Once::of_form(FORM.to_owned(), hash(token));
    let claim = once.claim(desk).await?;
    if let Claim::Again(answer) = &claim
        && let Some((code, key)) = unveil(token, &answer.text)
    {
        return Ok(receipt(desk, &code, &key));
    }
    filing.files = desk.keep_files("files", files).await?;
    let now = desk.now();
    let prepare = || {
        let prepared = desk.prepare(&Actor::Anonymous, filing.clone())?;
        let answer = veil(token, &prepared.filed.matter.code, &prepared.filed.key);
        let once = once.clone();
        let write = move |c: &mut Conn, recording: &Recording| {
            recording.write(c)?;
            Ok(once.keep(c, 303, &answer, now)?)
        };
        Ok((prepared, write))
    };
    let (filed, ()) = desk.record_new(prepare).await?;
    desk.tell_at_once(&filed.matter).await;
    Ok(receipt(desk, &filed.matter.code, &filed.key))
}

fn receipt(desk: &Desk, code: &MatterCode, key: &AccessKey) -> Response {
    go_with_key(desk, &format!("/track/{}/receipt", code.as_str()), code, key)
}

/// Code and key as they are remembered for a repeated form: the key only for whoever has the form's token, of which the
/// database has the digest alone.
fn veil(token: &str, code: &MatterCode, key: &AccessKey) -> String {
    format!("{} {}", code.as_str(), hex(&masked(token, key.as_str().as_bytes())))
}

fn unveil(token: &str, answer: &str) -> Option<(MatterCode, AccessKey)> {
    let (code, veiled) = answer.split_once(' ')?;
    let bytes: Option<Vec<u8>> =
        (0..veiled.len() / 2).map(|at| u8::from_str_radix(veiled.get(2 * at..2 * at + 2)?, 16).ok()).collect();
    let key = String::from_utf8(masked(token, &bytes?)).ok()?;
    Some((code.parse().ok()?, AccessKey::parse(&key)?))
}

fn masked(token: &str, text: &[u8]) -> Vec<u8> {
    let mask = Sha256::digest(format!("veil {token}").as_bytes());
    text.iter().zip(mask).take(KEY_LENGTH).map(|(a, b)| a ^ b).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remembered_key_reads_back_only_with_the_forms_token() {
        let (code, key) = (MatterCode::from_number(77), AccessKey::from_entropy(1 << 100));
        let kept = veil("token", &code, &key);
        assert!(!kept.contains(key.as_str()));
        assert_eq!(unveil("token", &kept), Some((code, key.clone())));
        assert_ne!(unveil("other", &kept).map(|(_, key)| key), Some(key));
    }
}
