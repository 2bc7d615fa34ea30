//! What a reader may do with several matters at once: the choices of the form below a list.

use concord_domain::body::BodyId;
use concord_domain::matter::{AccountId, Urgency};
use concord_domain::region::RegionCode;
use concord_policy::{Action, Actor};
use minijinja::{Value, context};

use super::desk::Desk;
use super::failure::Failure;
use super::messages::Lang;
use super::options::option;
use super::visit::Visit;

/// Most bodies offered.
const MOST_BODIES: usize = 60;

impl Desk {
    /// The form's choices; none for whoever may do nothing with several at once.
    ///
    /// Whether each matter allows it is decided matter by matter when the form is sent.
    ///
    /// # Errors
    /// When the store fails, or the form cannot be drawn.
    pub async fn bulk_choices(&self, visit: &Visit) -> Result<Option<Value>, Failure> {
        let ever = |action| self.policy.ever(&visit.actor, action);
        let (assign, take) = (ever(Action::AssignMatter), ever(Action::ArrangeSession));
        let mediators = match (assign, take, visit.actor.account()) {
            (true, ..) => self.mediator_options(visit.lang, self.bodies_led(&visit.actor)).await?,
            (false, true, Some(own)) => vec![option(own, self.text(visit, "bulk-myself", &[]))],
            _ => Vec::new(),
        };
        let edit = ever(Action::EditMatter);
        let (archive, export) = (ever(Action::ArchiveMatter), ever(Action::ExportList));
        let any = assign || edit || archive || export || !mediators.is_empty();
        if !any {
            return Ok(None);
        }
        let nothing = || Ok(Value::from(""));
        Ok(Some(context! {
            assign => if assign { self.assign_act(visit) } else { nothing() }?,
            urgency => if edit { self.urgency_act(visit.lang) } else { nothing() }?,
            mediators,
            archive,
            export,
            key => self.ids.next().to_string(),
            back => format!("{}?{}", visit.path, visit.whole_query()),
        }))
    }

    fn assign_act(&self, visit: &Visit) -> Result<Value, Failure> {
        let regions = self.policy.regions(&visit.actor, Action::AssignMatter);
        self.piece(visit.lang, "kit/bulk_act.html", ("assign", &regions, self.places().edition()), || {
            let options = self.bodies_near(visit.lang, &regions);
            context! { field => "to_body", field_key => "bulk-body", act => "assign", act_key => "bulk-assign", options }
        })
    }

    fn urgency_act(&self, lang: Lang) -> Result<Value, Failure> {
        self.piece(lang, "kit/bulk_act.html", "urgency", || {
            let words: Vec<&str> = Urgency::ALL.iter().map(|urgency| urgency.as_str()).collect();
            let options = self.word_options(lang, "urgency", &words);
            context! { field => "to_urgency", field_key => "bulk-urgency", act => "urgency", act_key => "bulk-set", options }
        })
    }

    /// The own bodies of whoever assigns: mediators are named among theirs.
    fn bodies_led(&self, actor: &Actor) -> Vec<BodyId> {
        self.policy.bodies(actor, Action::AssignMatter).into_iter().map(BodyId).collect()
    }

    /// Bodies that take work in the regions where the reader assigns.
    fn bodies_near(&self, lang: Lang, regions: &[&str]) -> Vec<Value> {
        let places = self.places();
        let regions: Vec<RegionCode> = regions.iter().filter_map(|code| code.parse().ok()).collect();
        let near = |code: &RegionCode| regions.iter().any(|r| code.is_within(r));
        let open = places.bodies().iter().filter(|b| near(&b.region) && !places.is_closed(b.id));
        open.take(MOST_BODIES).map(|b| option(b.id.0, b.name.in_lang(lang.tag()))).collect()
    }
}

/// What is done with each of several matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Given to a body to lead.
    Assign(BodyId),
    NameMediator(AccountId),
    SetUrgency(Urgency),
    Archive,
}
