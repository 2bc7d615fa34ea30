//! Texts on their way into the erasable table, beside the events that refer to them.

use concord_domain::correspondence::{Attach, Correspondent};
use concord_domain::matter::{Audience, PersonDetails};
use concord_domain::sealed::Sealed;
use concord_store::files::StoredFile;
use concord_store::sealed::{SealedText, digest};

use super::ids::Ids;
use super::upload::Kept;

/// What kind of text is sealed: decides who may read it and how long it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextKind {
    Narrative,
    Answers,
    Place,
    Person,
    Instruction,
    Reason,
    SessionPlace,
    Record,
    AgreementFacts,
    AgreementTerms,
    Obligation,
    Advice,
    Visit,
    Comment,
    Note,
    Message,
    FileName,
    Reply,
    Claim,
    Decision,
    Point,
    Agenda,
    Minutes,
    Task,
    Urging,
    Appeal,
    Step,
    SourcePaper,
    Letter,
    Feedback,
    Outcome,
    Danger,
    DutyNote,
    Confirmation,
}

impl TextKind {
    /// The word in the table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Narrative => "narrative",
            Self::Confirmation => "confirmation",
            Self::Answers => "answers",
            Self::Place => "place",
            Self::Person => "person",
            Self::Instruction => "instruction",
            Self::Reason => "reason",
            Self::SessionPlace => "session_place",
            Self::Record => "record",
            Self::AgreementFacts => "agreement_facts",
            Self::AgreementTerms => "agreement_terms",
            Self::Obligation => "obligation",
            Self::Advice => "advice",
            Self::Visit => "visit",
            Self::Comment => "comment",
            Self::Note => "note",
            Self::Message => "message",
            Self::FileName => "file_name",
            Self::Reply => "reply",
            Self::Claim => "claim",
            Self::Decision => "decision",
            Self::Point => "point",
            Self::Agenda => "agenda",
            Self::Minutes => "minutes",
            Self::Task => "task",
            Self::Urging => "urging",
            Self::Appeal => "appeal",
            Self::Step => "step",
            Self::SourcePaper => "source_paper",
            Self::Letter => "letter",
            Self::Feedback => "feedback",
            Self::Outcome => "outcome",
            Self::Danger => "danger",
            Self::DutyNote => "duty_note",
        }
    }
}

/// Texts sealed and files kept for one recording.
#[derive(Debug)]
pub struct Drawer<'a> {
    ids: &'a Ids,
    texts: Vec<SealedText>,
    files: Vec<StoredFile>,
}

impl<'a> Drawer<'a> {
    /// An empty drawer.
    pub fn new(ids: &'a Ids) -> Self {
        Self { ids, texts: Vec::new(), files: Vec::new() }
    }

    /// Seals a text: the reference goes into the command, the text stays here until it is recorded.
    pub fn seal(&mut self, kind: TextKind, text: &str) -> Sealed {
        let salt = self.ids.salt();
        let sealed = Sealed { id: self.ids.next(), digest: digest(&salt, text) };
        // The stream is known when the events are; `for_stream` fills it in.
        self.texts.push(SealedText {
            id: sealed.id,
            stream: 0,
            kind: kind.as_str().to_owned(),
            salt,
            body: text.to_owned(),
        });
        sealed
    }

    /// Seals a text unless it is blank.
    pub fn seal_some(&mut self, kind: TextKind, text: &str) -> Option<Sealed> {
        let text = text.trim();
        (!text.is_empty()).then(|| self.seal(kind, text))
    }

    /// Seals a person's details.
    pub fn seal_person(&mut self, person: &PersonDetails) -> Sealed {
        let json = serde_json::to_string(person).unwrap_or_default();
        self.seal(TextKind::Person, &json)
    }

    /// Takes kept files into the recording; `from` is who sent them, absent when the staff did.
    pub fn attach(&mut self, kept: &[Kept], audience: Audience, from: Option<Correspondent>) -> Vec<Attach> {
        let take = |Kept { name, file }: &Kept| {
            let name = self.seal(TextKind::FileName, name);
            self.files.push(file.clone());
            let StoredFile { id, media_type, size, .. } = file.clone();
            Attach { file: id, media_type, size, name, audience, from }
        };
        kept.iter().map(take).collect()
    }

    /// The texts, belonging to a matter's stream, and the files.
    pub fn for_stream(self, stream: i64) -> (Vec<SealedText>, Vec<StoredFile>) {
        let mut texts = self.texts;
        for text in &mut texts {
            text.stream = stream;
        }
        (texts, self.files)
    }
}
