//! Holding a mapping against a file and what the installation knows.

use std::{collections::HashMap, sync::Arc};

use super::{Known, Mapping, MappingError, Problem, spec::Spec};

impl Mapping {
    /// Holds the mapping against a file's columns and the installation's values.
    ///
    /// # Errors
    /// Every column, category, channel and region that does not exist, in the file's order.
    pub fn check(&self, columns: &[Arc<str>], known: &Known) -> Result<(), Vec<MappingError>> {
        let mut faults = Vec::new();
        let listed = || columns.iter().map(|c| &**c).collect::<Vec<_>>().join(", ");
        let mut need = |column: &String, at: usize| {
            if !columns.iter().any(|c| **c == **column) {
                faults.push((at, Problem::NoColumn { column: column.clone(), columns: listed() }));
            }
        };
        for spec in self.specs() {
            spec.columns.iter().zip(&spec.column_at).for_each(|(column, at)| need(column, *at));
        }
        self.skip_when.iter().for_each(|skip| need(&skip.column, skip.at));
        self.check_values(known, &mut faults);
        faults.sort_by_key(|(at, _)| *at);
        let located = faults.into_iter().map(|(at, problem)| MappingError {
            file: self.file.clone(),
            line: self.lines.partition_point(|start| *start <= at),
            problem,
        });
        let located: Vec<_> = located.collect();
        if located.is_empty() { Ok(()) } else { Err(located) }
    }

    fn check_values(&self, known: &Known, faults: &mut Vec<(usize, Problem)>) {
        for (spec, value) in self.channel.iter().flat_map(Spec::results) {
            if !known.channels.contains(value) {
                let channels = known.channels.join(", ");
                faults.push((spec.at, Problem::UnknownChannel { value: value.clone(), channels }));
            }
        }
        for (spec, value) in self.category.iter().flat_map(Spec::results) {
            if known.category(value).is_none() {
                faults.push((spec.at, Problem::UnknownCategory { value: value.clone() }));
            }
        }
        for (spec, value) in self.region.iter().flat_map(|s| s.results().chain(s.within.iter().map(move |w| (s, w)))) {
            if known.places.code(value).is_none() {
                faults.push((spec.at, Problem::UnknownRegion { value: value.clone() }));
            }
        }
    }

    fn specs(&self) -> impl Iterator<Item = &Spec> {
        let people = [&self.applicant, &self.respondent]
            .into_iter()
            .flat_map(|p| [&p.name, &p.phone, &p.email, &p.address].into_iter().flatten());
        let plain = [
            &self.channel,
            &self.category,
            &self.language,
            &self.region,
            &self.happened_on,
            &self.received_on,
            &self.amount,
        ];
        [&self.external_id, &self.narrative]
            .into_iter()
            .chain(plain.into_iter().flatten())
            .chain(people)
            .chain(self.answers.iter().map(|(_, spec)| spec))
    }
}

impl Spec {
    /// Values that the mapping itself writes into the field.
    fn results(&self) -> impl Iterator<Item = (&Self, &String)> {
        let table = self.table.iter().flat_map(HashMap::values);
        table
            .chain(&self.value)
            .chain(&self.default)
            .chain(&self.otherwise)
            .filter(|v| !v.is_empty())
            .map(move |v| (self, v))
    }
}
