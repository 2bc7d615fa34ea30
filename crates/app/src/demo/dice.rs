//! Chance from a seed: the same seed makes the same city, on every machine.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A stream of chance.
#[derive(Debug, Clone)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// Stream `stream` of a seed; streams are independent of each other, so what one thing draws changes no other.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number below `n`; 0 when `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        // The upper half of a 128-bit product: no bias that a demonstration could show.
        ((u128::from(self.bits()) * u128::from(n)) >> 64) as u64
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low).max(0) as u64 + 1) as i64
    }

    /// Whether something happens that happens `per_mille` times in a thousand.
    pub fn happens(&mut self, per_mille: u32) -> bool {
        self.below(1000) < u64::from(per_mille)
    }

    /// One of them; `None` of none.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> Option<&'a T> {
        of.get(self.below(of.len() as u64) as usize)
    }

    /// One of the texts, or nothing of none.
    pub fn text<'a>(&mut self, of: &'a [String]) -> &'a str {
        self.pick(of).map_or("", String::as_str)
    }

    /// An index, as likely as its weight says.
    pub fn weighted(&mut self, weights: impl IntoIterator<Item = u32> + Clone) -> usize {
        let sum: u64 = weights.clone().into_iter().map(u64::from).sum();
        let mut left = self.below(sum);
        for (index, weight) in weights.into_iter().enumerate() {
            if left < u64::from(weight) {
                return index;
            }
            left -= u64::from(weight);
        }
        0
    }

    /// An amount between two bounds, small ones likelier, rounded as people round.
    pub fn amount(&mut self, low: i64, high: i64) -> i64 {
        let (low_ln, high_ln) = ((low.max(1) as f64).ln(), (high.max(1) as f64).ln());
        let share = self.below(1 << 32) as f64 / (1u64 << 32) as f64;
        let exact = (low_ln + (high_ln - low_ln) * share).exp();
        let step = match exact as i64 {
            ..1_000 => 10,
            1_000..20_000 => 100,
            20_000..100_000 => 500,
            _ => 5_000,
        };
        ((exact as i64) / step * step).max(low)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_and_stream_draw_the_same() {
        let draw = |seed, stream| (0..9).scan(Dice::new(seed, stream), |d, _| Some(d.bits())).collect::<Vec<_>>();
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
        assert_ne!(draw(1, 2), draw(2, 2));
    }

    #[test]
    fn bounds_are_included_and_kept() {
        let mut dice = Dice::new(7, 0);
        let drawn: Vec<i64> = (0..500).map(|_| dice.between(-1, 1)).collect();
        assert!(drawn.iter().all(|n| (-1..=1).contains(n)));
        assert!([-1, 0, 1].iter().all(|n| drawn.contains(n)));
    }

    #[test]
    fn what_weighs_nothing_is_never_drawn() {
        let mut dice = Dice::new(7, 1);
        assert!((0..500).all(|_| dice.weighted([0, 3, 0, 1]) % 2 == 1));
    }

    #[test]
    fn amounts_stay_in_their_bounds() {
        let mut dice = Dice::new(7, 2);
        assert!((0..2000).map(|_| dice.amount(100, 90_000)).all(|a| (100..=90_000).contains(&a)));
    }
}
