//! `GET /styleguide`: every component in every state, for whoever writes pages and for the browser tests.

use axum::extract::{Query, State};
use axum::response::Response;
use minijinja::{Value, context};
use qrcode::QrCode;
use qrcode::render::svg;

use crate::kit::desk::Desk;
use crate::kit::failure::Failure;
use crate::kit::routes::Pages;
use crate::kit::visit::Visit;

/// The pages of this slice.
pub fn pages() -> Pages {
    Pages::new().get("/styleguide", show)
}

#[derive(Debug, serde::Deserialize)]
struct Wanted {
    #[serde(default)]
    shell: String,
}

async fn show(State(desk): State<Desk>, visit: Visit, Query(wanted): Query<Wanted>) -> Result<Response, Failure> {
    let shell = Shell::from_name(&wanted.shell);
    desk.page(&visit, shell.template(), sample(shell))
}

/// The shell that shows the samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shell {
    /// The staff's, with the charts.
    Desk,
    /// The residents'.
    Resident,
    /// Printed papers.
    Paper,
}

impl Shell {
    /// Reads the query's `shell`; the desk where it says nothing known.
    fn from_name(name: &str) -> Self {
        match name {
            "resident" => Self::Resident,
            "paper" => Self::Paper,
            _ => Self::Desk,
        }
    }

    /// The template that draws it.
    const fn template(self) -> &'static str {
        match self {
            Self::Desk => "styleguide/desk.html",
            Self::Resident => "styleguide/resident.html",
            Self::Paper => "styleguide/paper.html",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Resident => "resident",
            Self::Paper => "paper",
        }
    }
}

/// What the samples need beyond the words in this folder. Fixed, so that pictures of it can be compared.
///
/// Holds the samples' own day, which goes before the desk's.
fn sample(shell: Shell) -> Value {
    context! {
        shell => shell.name(),
        qr => qr("https://concord.example/track/7KM4XRPA2"),
        today => "2031-03-10",
        now => 1_930_896_000_000_000_i64,
        zone => "Asia/Shanghai",
    }
}

/// A QR code as SVG, marked safe because it is drawn here and holds no text of others.
fn qr(address: &str) -> Value {
    let drawn =
        QrCode::new(address).map(|code| code.render::<svg::Color>().min_dimensions(160, 160).quiet_zone(false).build());
    // The XML declaration does not belong inside a page.
    let markup = drawn.unwrap_or_default();
    Value::from_safe_string(markup.find("<svg").map(|at| markup[at..].to_owned()).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::messages::Lang;
    use crate::kit::source::Source;
    use crate::kit::templates::Templates;

    fn page(templates: &Templates, lang: Lang) -> Value {
        let current = context! {
            href => "/desk", label => lang.tag(), icon => "inbox", current => true, keys => "g q", counts => "queue", count => 3,
        };
        let view = context! { name => "view", query => "work=mine" };
        let part = |name| {
            let ctx = context! { nav => [current.clone()], pinned => [view.clone()] };
            Value::from_safe_string(templates.render(name, lang, ctx).unwrap())
        };
        context! {
            title => lang.tag(), path => "/styleguide", query => "", big => false, switch_lang_url => "?lang=en",
            switch_big_url => "?big=1", actor => context! { name => lang.tag(), role => "mediator", body => "" },
            menu => part("kit/menu.html"), keys => part("kit/keys.html"), flash => context! { kind => "success", text => "ok" },
        }
    }

    fn draw(shell: Shell, lang: Lang) -> String {
        let templates = Templates::load(Source::Embedded).unwrap();
        templates.render(shell.template(), lang, context! { ..sample(shell), ..page(&templates, lang) }).unwrap()
    }

    #[test]
    fn every_component_is_drawn_in_every_shell_and_language() {
        for shell in [Shell::Desk, Shell::Resident, Shell::Paper] {
            for lang in Lang::ALL {
                let html = draw(shell, lang);
                assert!(html.contains("</html>"), "{shell:?} in {lang}");
                assert!(html.contains(&format!("lang=\"{lang}\"")));
            }
        }
    }

    /// Parts of other components, words within a line, and what has nothing to show.
    const UNSEEN: [&str; 11] = [
        "column",
        "described",
        "wrap_start",
        "choices",
        "kind_icon",
        "dismiss_button",
        "show_flash",
        "sorted_by",
        "hidden",
        "when",
        "when_on",
    ];

    #[test]
    fn every_component_has_a_sample() {
        let files = Source::Embedded.files().unwrap();
        let components = &files.iter().find(|file| file.name == "kit/components.html").unwrap().text;
        let samples: String =
            files.iter().filter(|file| file.name.starts_with("styleguide/")).map(|file| file.text.as_str()).collect();
        let names = components.split("{% macro ").skip(1).filter_map(|rest| rest.split('(').next());
        let missing: Vec<&str> =
            names.filter(|name| !UNSEEN.contains(name) && !samples.contains(&format!("{name}("))).collect();
        assert!(missing.is_empty(), "show them in styleguide/: {missing:?}");
    }

    #[test]
    fn every_icon_that_a_template_draws_is_in_the_sprite() {
        let Some(sprite) = crate::kit::assets::content("icons.svg") else { return };
        let sprite = String::from_utf8(sprite.into_owned()).unwrap();
        let html: String = [Shell::Desk, Shell::Resident].map(|shell| draw(shell, Lang::En)).concat();
        for part in html.split("/assets/icons.svg").skip(1) {
            let name = part.split_once('#').unwrap().1.split('"').next().unwrap();
            assert!(sprite.contains(&format!("id=\"{name}\"")), "no icon {name} in the sprite");
        }
    }

    #[test]
    fn no_page_holds_what_the_content_policy_forbids() {
        for shell in [Shell::Desk, Shell::Resident, Shell::Paper] {
            let html = draw(shell, Lang::Zh);
            for forbidden in [" style=", " onclick=", "<style", "<script>"] {
                assert!(!html.contains(forbidden), "{forbidden} in {shell:?}");
            }
        }
    }
}
