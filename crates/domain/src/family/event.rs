//! What can have happened between matters that belong together, and among many applicants of one.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::code::MatterCode;
use crate::event::facts;
use crate::matter::{EarlierVerdict, LinkKind, PartyRole, ReportFacts};
use crate::sealed::Sealed;

facts! {
    /// This was a duplicate of another matter.
    Merged {
        on: Date, into: MatterCode,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed>,
    }
    /// A duplicate's reports and keys came over; parties' numbers are this matter's.
    Absorbed {
        from: MatterCode, reports: Vec<ReportFacts>, parties: Vec<AbsorbedParty>,
        /// Whom both matters had: only their keys come over.
        #[serde(default, skip_serializing_if = "Vec::is_empty")] known: Vec<KnownParty>,
        #[serde(default, skip_serializing_if = "Option::is_none")] on: Option<Date>,
        #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed>,
    }
    /// A party that came with a duplicate.
    AbsorbedParty {
        no: u32, role: PartyRole, person: Sealed, key_hashes: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] representative: Option<Sealed>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] representative_keys: Vec<String>,
    }
    /// A party of this matter who had reported the duplicate as well; who represented it there, where nobody did here.
    KnownParty {
        no: u32, key_hashes: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")] representative: Option<Sealed>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")] representative_keys: Vec<String>,
    }
    /// The duplicate stands by itself again, as it stood before; its time limits ran on.
    Separated { on: Date, from: MatterCode, reason: Sealed }
    /// What came with a duplicate went back with it.
    Released { on: Date, to: MatterCode, reason: Sealed }
    /// A time limit is counted from an earlier promise that came with a duplicate; or, without one, from its own day again.
    ClockInherited {
        no: u32, on: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")] from: Option<MatterCode>,
        from_on: Date, due_on: Date, warn_on: Date,
    }
    /// Another matter belongs to this one; each of both has this fact.
    Linked { on: Date, to: MatterCode, kind: LinkKind, reason: Sealed }
    /// It does not.
    Unlinked { on: Date, from: MatterCode }
    /// One of many applicants speaks for these others, who agreed to it.
    RepresentativeChosen { on: Date, party: u32, speaks_for: Vec<u32>, record: Sealed }
    /// They speak for themselves again.
    RepresentativeEnded { on: Date, party: u32 }
    /// One of many applicants left; mediation goes on with the others (People's Mediation Law art. 17).
    PartyLeft { on: Date, party: u32, #[serde(default, skip_serializing_if = "Option::is_none")] reason: Option<Sealed> }
    /// What the machine suggested, and what a person did with it.
    EarlierJudged {
        on: Date, shown: Vec<EarlierShown>, did: EarlierVerdict,
        #[serde(default, skip_serializing_if = "Option::is_none")] chosen: Option<MatterCode>,
    }
    /// A matter that was shown as likely the same, with the reasons that stood beside it.
    EarlierShown { code: MatterCode, why: Vec<String> }
}
