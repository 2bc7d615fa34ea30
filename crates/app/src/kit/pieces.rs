//! Pieces of pages that were drawn before, kept by all that they show: a piece that would come out the same is not drawn again.

use std::fmt;
use std::hash::{Hash, Hasher};

use concord_domain::region::RegionCode;
use jiff::ToSpan as _;
use minijinja::{Value, context};

use super::desk::Desk;
use super::failure::Failure;
use super::format;
use super::messages::Lang;
use super::source::Source;
use super::work_queries::SOON_DAYS;

/// Bytes of drawn pieces and their keys kept at most: some four thousand rows of lists.
const KEPT: u64 = 8 << 20;

/// All that is kept. A clone is another handle on the same.
#[derive(Clone)]
pub struct Pieces(moka::sync::Cache<Vec<u8>, Value>);

impl Default for Pieces {
    fn default() -> Self {
        let weight = |key: &Vec<u8>, html: &Value| {
            let size = key.len() + html.as_str().map_or(0, str::len);
            u32::try_from(size).unwrap_or(u32::MAX)
        };
        Self(moka::sync::Cache::builder().weigher(weight).max_capacity(KEPT).build())
    }
}

impl fmt::Debug for Pieces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pieces").finish_non_exhaustive()
    }
}

impl Desk {
    /// Draws a piece of a page, without the shell's variables, unless it was drawn before. `shows` holds all that it depends on besides
    /// the template and the language.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn piece(
        &self,
        lang: Lang,
        template: &str,
        shows: impl Hash,
        ctx: impl FnOnce() -> Value,
    ) -> Result<Value, Failure> {
        let draw = || Ok::<_, Failure>(Value::from_safe_string(self.templates.render(template, lang, ctx())?));
        // Whoever writes pages sees each change at once.
        if matches!(self.templates.source(), Source::Folder(_)) {
            return draw();
        }
        let key = whole(&(template, lang as usize, shows));
        if let Some(known) = self.pieces.0.get(&key) {
            return Ok(known);
        }
        let html = draw()?;
        self.pieces.0.insert(key, html.clone());
        Ok(html)
    }

    /// A region without those that it lies in, as lists name it; nothing where it is none.
    pub fn region_alone(&self, lang: Lang, code: &str) -> Option<String> {
        let code = code.parse::<RegionCode>().ok()?;
        Some(self.places().region_name(&code, lang.tag()).to_owned())
    }

    /// What a row tells alike in every list: kind and place of the matter, and how near its time limit is, while one runs.
    pub fn row_alike(&self, lang: Lang, category: &str, region: &str, due_on: Option<&str>) -> Value {
        let today = self.today();
        let (today, soon) = (today.to_string(), today.saturating_add(SOON_DAYS.days()).to_string());
        context! {
            category => self.category_name(lang, category),
            region => self.region_alone(lang, region),
            due_on,
            late => due_on.is_some_and(|on| on < today.as_str()),
            soon => due_on.is_some_and(|on| on >= today.as_str() && on <= soon.as_str()),
        }
    }

    /// Draws a row of a list of matters. `shows` holds all that `row` is made of besides places, categories, playbooks and the day;
    /// `picks`: whether it can be ticked.
    ///
    /// # Errors
    /// When it cannot be drawn.
    pub fn row(
        &self,
        lang: Lang,
        picks: bool,
        opened_at: i64,
        shows: impl Hash,
        row: impl FnOnce() -> Value,
    ) -> Result<Value, Failure> {
        let (now, today) = (self.now(), self.today());
        let all = (picks, format::age(now, opened_at), today, self.places().edition(), shows);
        self.piece(lang, "kit/row.html", all, || {
            context! { r => row(), picks, now, today => today.to_string(), zone => self.clock.zone_name() }
        })
    }
}

/// All that is hashed of a value, so that no two are taken for the same.
fn whole(value: &impl Hash) -> Vec<u8> {
    struct Whole(Vec<u8>);
    impl Hasher for Whole {
        fn write(&mut self, bytes: &[u8]) {
            self.0.extend_from_slice(bytes);
        }
        fn finish(&self) -> u64 {
            0
        }
    }
    let mut all = Whole(Vec::with_capacity(512));
    value.hash(&mut all);
    all.0
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn what_differs_has_another_key_wherever_it_differs() {
        assert_eq!(whole(&("a", Some(1))), whole(&("a", Some(1))));
        assert_ne!(whole(&("ab", "c")), whole(&("a", "bc")));
        assert_ne!(whole(&("a", Some(1_i64), None::<i64>)), whole(&("a", None::<i64>, Some(1_i64))));
        assert_ne!(whole(&vec!["a"]), whole(&vec!["a", ""]));
    }
}
