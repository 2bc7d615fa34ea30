//! The latest changes, as many as may be remembered.

use std::collections::VecDeque;
use std::sync::Arc;

use concord_policy::relation::MatterFacts;

use super::Changes;

/// That a matter changed, with what the policies need to know of it.
#[derive(Debug)]
pub(super) struct Change {
    /// Place in the journal.
    pub seq: i64,
    pub facts: MatterFacts,
}

/// The latest changes, oldest first.
#[derive(Debug)]
pub(super) struct Ring {
    changes: VecDeque<Arc<Change>>,
    most: usize,
    /// Everything after this place that is of any matter stands in the ring.
    floor: i64,
}

impl Ring {
    pub fn new(most: usize) -> Self {
        Self { changes: VecDeque::new(), most, floor: 0 }
    }

    /// How many changes it holds at most.
    pub const fn most(&self) -> usize {
        self.most
    }

    /// Adds changes that follow those that are there.
    pub fn add(&mut self, changes: Vec<Change>) {
        for change in changes {
            if self.changes.len() == self.most
                && let Some(oldest) = self.changes.pop_front()
            {
                self.floor = oldest.seq;
            }
            self.changes.push_back(Arc::new(change));
        }
    }

    /// Forgets everything: what happened up to `floor` can no longer be told.
    pub fn restart(&mut self, floor: i64) {
        self.changes.clear();
        self.floor = floor;
    }

    /// What changed after a place; nothing where that is longer ago than is remembered.
    pub fn after(&self, seq: i64) -> Option<Changes> {
        if seq < self.floor {
            return None;
        }
        let first = self.changes.partition_point(|change| change.seq <= seq);
        Some(self.changes.range(first..).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(seq: i64) -> Change {
        let facts = MatterFacts {
            id: seq,
            region: String::new(),
            tier_area: None,
            owner_body: None,
            bodies: vec![],
            receivers: vec![],
            mediator: None,
            filed_by: None,
        };
        Change { seq, facts }
    }

    #[test]
    fn what_is_remembered_is_told_and_what_is_forgotten_is_owned_up_to() {
        let mut ring = Ring::new(3);
        ring.add((1..=3).map(change).collect());
        let seqs = |ring: &Ring, after| ring.after(after).map(|all| all.iter().map(|c| c.seq).collect::<Vec<_>>());
        assert_eq!(seqs(&ring, 0), Some(vec![1, 2, 3]));
        ring.add(vec![change(7)]);
        assert_eq!(seqs(&ring, 0), None);
        assert_eq!(seqs(&ring, 1), Some(vec![2, 3, 7]));
        assert_eq!(seqs(&ring, 7), Some(vec![]));
        ring.restart(50);
        assert_eq!((seqs(&ring, 49), seqs(&ring, 50)), (None, Some(vec![])));
    }
}
