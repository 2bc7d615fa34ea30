//! Small drawings as numbers for SVG: a line of rates, and bars to one scale.

use minijinja::{Value, context};

/// The sheet of a line of rates.
const WIDE: i64 = 330;
const TALL: i64 = 92;
const LEFT: i64 = 34;
const TOP: i64 = 10;
const BOTTOM: i64 = 14;
/// The sheet of a row of bars.
const BAR: i64 = 10;
const BARS_TALL: i64 = 44;

/// A line of rates in thousandths, with gaps where there is none, from a floor that the lowest still stands above to a hundred
/// per cent, and where the line stands at which the rate is good.
pub fn line(rates: &[Option<i64>], good: i64) -> Value {
    let lowest = rates.iter().flatten().min().copied().unwrap_or(0);
    let floor = ((lowest - 1).max(0) / 100 * 100).min(900);
    let y = |rate: i64| TOP + (1000 - rate) * (TALL - TOP - BOTTOM) / (1000 - floor);
    let steps = (rates.len() as i64 - 1).max(1);
    let x = |at: usize| LEFT + at as i64 * (WIDE - LEFT - 12) / steps;
    let dots: Vec<Value> = (0..)
        .zip(rates)
        .filter_map(|(at, rate)| Some(context! { x => x(at), y => y((*rate)?), last => at + 1 == rates.len() }))
        .collect();
    let mut path = String::new();
    let mut pen_down = false;
    for (at, rate) in rates.iter().enumerate() {
        if let Some(rate) = rate {
            path.push_str(&format!("{}{} {}", if pen_down { 'L' } else { 'M' }, x(at), y(*rate)));
        }
        pen_down = rate.is_some();
    }
    context! {
        width => WIDE, height => TALL, left => LEFT, right => WIDE - 12, path, dots,
        good => y(good),
        top => context! { y => y(1000), label => "100%" },
        foot => context! { y => y(floor), label => format!("{}%", floor / 10) },
    }
}

/// Bars from the same floor, `most` being as tall as the sheet, with a line at the usual (in tenths).
pub fn bars(counts: &[i64], most: i64, usual: i64) -> Value {
    let most = most.max(1);
    let tall = |n: i64| (n * (BARS_TALL - 2) + most / 2) / most;
    let bars: Vec<Value> = (0..)
        .zip(counts)
        .map(|(at, n)| {
            let height = if *n > 0 { tall(*n).max(1) } else { 0 };
            context! { x => at * BAR + 1, y => BARS_TALL - height, height, last => at + 1 == counts.len() as i64 }
        })
        .collect();
    let usual = BARS_TALL - (usual * (BARS_TALL - 2) / most + 5) / 10;
    context! { width => counts.len() as i64 * BAR, height => BARS_TALL, bar => BAR - 2, bars, usual }
}

/// Which of at most five classes each value falls into, as many values in each as can be; equal values share one. None stays
/// none.
pub fn classes(values: &[Option<i64>]) -> Vec<Option<usize>> {
    let mut distinct: Vec<i64> = values.iter().flatten().copied().collect();
    distinct.sort_unstable();
    distinct.dedup();
    let many = distinct.len().min(5);
    // Few classes stand apart from each other; a single one says neither low nor high.
    let spread = |class: usize| if many > 1 { class * 4 / (many - 1) } else { 2 };
    let class = |value: &i64| spread(distinct.partition_point(|d| d < value) * many / distinct.len());
    values.iter().map(|value| value.as_ref().map(class)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_is_the_lightest_the_highest_the_darkest_and_equals_look_alike() {
        assert_eq!(classes(&[Some(9), None, Some(1), Some(9)]), [Some(4), None, Some(0), Some(4)]);
        assert_eq!(classes(&[Some(9), Some(0), Some(5)]), [Some(4), Some(0), Some(2)]);
        assert_eq!(classes(&[Some(9), Some(9)]), [Some(2), Some(2)]);
        let ten: Vec<Option<i64>> = (0..10).map(Some).collect();
        assert_eq!(classes(&ten), [0, 0, 1, 1, 2, 2, 3, 3, 4, 4].map(Some));
        assert_eq!(classes(&[]), []);
    }

    #[test]
    fn a_line_has_a_gap_where_nothing_was_due() {
        let line = line(&[Some(1000), None, Some(500), Some(700)], 950);
        let path = line.get_attr("path").unwrap().to_string();
        assert_eq!(path.matches('M').count(), 2);
        assert_eq!(line.get_attr("dots").unwrap().len(), Some(3));
        let foot = line.get_attr("foot").unwrap().get_attr("label").unwrap();
        assert_eq!(foot.to_string(), "40%");
    }
}
