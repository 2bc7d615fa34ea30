//! The shape of the land: cells like a honeycomb's are taken by counties from their middle outwards, those of a county by its
//! towns, those of a town by its villages. Neighbours share every corner, so no map shows a gap between them.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use concord_domain::region::{Region, RegionCode, Tier};
use concord_store::{Fault, Store};

use super::city::City;
use super::dice::Dice;
use crate::kit::outline::{Outline, Position};
use crate::kit::outline_queries::put;

/// A cell's middle, or a corner, in half widths and quarter heights of a cell.
type Spot = (i32, i32);
type Land = BTreeSet<Spot>;

/// Half a cell's width and a quarter of its height, degrees.
const UNIT: (f64, f64) = (0.0062, 0.0031);
/// How far land reaches from the middle of a county, degrees.
const REACH: f64 = 0.2;
/// A cell's neighbours, and the edge that lies between, counter-clockwise.
const SIDES: [(Spot, Spot, Spot); 6] = [
    ((2, 0), (1, -1), (1, 1)),
    ((1, 3), (1, 1), (0, 2)),
    ((-1, 3), (0, 2), (-1, 1)),
    ((-2, 0), (-1, 1), (-1, -1)),
    ((-1, -3), (-1, -1), (0, -2)),
    ((1, -3), (0, -2), (1, -1)),
];

/// Gives the city and each county, town and village its outline.
///
/// # Errors
/// When the store fails.
pub fn settle(store: &Store, city: &City, seed: u64, now: i64) -> Result<(), Fault> {
    let outlines = outlines(&city.regions, seed);
    store.write_blocking(move |c| {
        outlines.iter().try_for_each(|(code, outline)| put(c, code, &outline.geometry().to_string(), now))
    })
}

/// The outline of each region but the grids, by code.
fn outlines(regions: &[Region], seed: u64) -> BTreeMap<RegionCode, Outline> {
    let below = |tier: Tier| regions.iter().filter(move |r| r.tier == tier);
    let middle = |region: &Region| [region.lon.unwrap_or(0.0), region.lat.unwrap_or(0.0)];
    let counties: Vec<Position> = below(Tier::County).map(middle).collect();
    let mut lands: BTreeMap<RegionCode, Land> =
        below(Tier::City).map(|city| (city.code.clone(), land_about(&counties, seed))).collect();
    for tier in [Tier::City, Tier::County, Tier::Town] {
        for above in below(tier) {
            let Some(land) = lands.get(&above.code).cloned() else { continue };
            let parts: Vec<&Region> =
                regions.iter().filter(|r| r.code.parent().as_ref() == Some(&above.code)).collect();
            let middles: Vec<Position> = parts.iter().map(|r| middle(r)).collect();
            let mut dice = Dice::new(seed, stream(&above.code));
            for (part, land) in parts.iter().zip(divide(&land, &middles, &mut dice)) {
                lands.insert(part.code.clone(), land);
            }
        }
    }
    let inhabited = lands.into_iter().filter(|(_, land)| !land.is_empty());
    inhabited.map(|(code, land)| (code, trace(&land, seed))).collect()
}

/// A stream of chance of a region's own.
fn stream(code: &RegionCode) -> u64 {
    u64::MAX / 2 - code.as_str().parse::<u64>().unwrap_or(0)
}

/// A number between -1 and 1 that hangs on the seed and the spot alone.
fn bend(seed: u64, spot: Spot, which: u64) -> f64 {
    let key = (u64::from(spot.0 as u32) << 32 | u64::from(spot.1 as u32)).wrapping_mul(2).wrapping_add(which);
    Dice::new(seed ^ 0x7e44_a111, key).between(-1000, 1000) as f64 / 1000.0
}

fn position((x, y): Spot) -> Position {
    [f64::from(x) * UNIT.0, f64::from(y) * UNIT.1]
}

fn apart(a: Position, b: Position) -> f64 {
    (a[0] - b[0]).hypot(a[1] - b[1])
}

/// The cells near enough to one of the middles; how near differs by direction, so that the edge is no circle.
fn land_about(middles: &[Position], seed: u64) -> Land {
    let mut land = Land::new();
    for (number, at) in (0_i32..).zip(middles) {
        let waves: Vec<f64> = (0..6).map(|wave| bend(seed, (number, wave), 0)).collect();
        let reach = |angle: f64| {
            let swell: f64 =
                (2..).map(f64::from).zip(&waves).map(|(n, wave)| (angle * n + wave * 3.0).sin() * wave / n).sum();
            REACH * (1.0 + 0.28 * swell)
        };
        let span =
            |middle: f64, unit: f64| ((middle - REACH * 2.0) / unit) as i32..=((middle + REACH * 2.0) / unit) as i32;
        for y in span(at[1], UNIT.1).filter(|y| y % 3 == 0) {
            // Every other row is moved by half a cell.
            for x in span(at[0], UNIT.0).filter(|x| (x + y / 3) % 2 == 0) {
                let place = position((x, y));
                if apart(place, *at) < reach((place[1] - at[1]).atan2(place[0] - at[0])) {
                    land.insert((x, y));
                }
            }
        }
    }
    land
}

/// Divides land among the middles: each takes cells outwards, the nearest first, so that every part hangs together.
fn divide(land: &Land, middles: &[Position], dice: &mut Dice) -> Vec<Land> {
    let mut parts = vec![Land::new(); middles.len()];
    let mut free = land.clone();
    let mut next = BinaryHeap::new();
    for (part, middle) in middles.iter().enumerate() {
        let nearest =
            free.iter().min_by(|a, b| apart(position(**a), *middle).total_cmp(&apart(position(**b), *middle)));
        if let Some(seat) = nearest.copied() {
            free.remove(&seat);
            next.push(Reverse((0, seat, part)));
            parts[part].insert(seat);
        }
    }
    while let Some(Reverse((way, (x, y), part))) = next.pop() {
        if !parts[part].contains(&(x, y)) && !free.remove(&(x, y)) {
            continue;
        }
        parts[part].insert((x, y));
        for ((dx, dy), ..) in SIDES {
            if free.contains(&(x + dx, y + dy)) {
                next.push(Reverse((way + dice.between(70, 130), (x + dx, y + dy), part)));
            }
        }
    }
    parts
}

/// The edge of land, each straight side bent a little; a bend hangs on the place, so that both neighbours bend alike.
fn trace(land: &Land, seed: u64) -> Outline {
    let mut sides: BTreeMap<Spot, Spot> = BTreeMap::new();
    for (x, y) in land {
        for ((dx, dy), (ax, ay), (bx, by)) in SIDES {
            if !land.contains(&(x + dx, y + dy)) {
                sides.insert((x + ax, y + ay), (x + bx, y + by));
            }
        }
    }
    let mut rings: Vec<(i64, Vec<Position>)> = Vec::new();
    while let Some((start, _)) = sides.first_key_value().map(|(a, b)| (*a, *b)) {
        let (mut ring, mut twice, mut at) = (Vec::new(), 0, start);
        while let Some(to) = sides.remove(&at) {
            ring.push(corner(at, seed));
            ring.push(halfway(at, to, seed));
            twice += i64::from(at.0) * i64::from(to.1) - i64::from(to.0) * i64::from(at.1);
            at = to;
        }
        rings.push((twice, ring));
    }
    // The outer one runs counter-clockwise; what it encloses runs the other way.
    rings.sort_by_key(|(twice, _)| Reverse(*twice));
    Outline::around(rings.into_iter().map(|(_, ring)| ring).collect())
}

fn corner(spot: Spot, seed: u64) -> Position {
    let [lon, lat] = position(spot);
    [lon + bend(seed, spot, 0) * UNIT.0 * 0.45, lat + bend(seed, spot, 1) * UNIT.1 * 0.7]
}

fn halfway(a: Spot, b: Spot, seed: u64) -> Position {
    let (from, to) = (corner(a, seed), corner(b, seed));
    // The sum is the same from either side, and no corner's.
    let spot = (a.0 + b.0 + 1_000_000, a.1 + b.1);
    let off = |which: u64, unit: f64| bend(seed, spot, which) * unit * 0.25;
    [f64::midpoint(from[0], to[0]) + off(0, UNIT.0), f64::midpoint(from[1], to[1]) + off(1, UNIT.1)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::Corpus;

    #[test]
    fn every_region_has_an_outline_and_the_parts_cover_the_whole_without_gaps() {
        let city = City::generate(&Corpus::load().unwrap(), 1).unwrap();
        let outlines = outlines(&city.regions, 1);
        assert_eq!(outlines.len(), 334);
        for (code, outline) in &outlines {
            assert_eq!(Outline::parse(&outline.geometry().to_string()).as_ref(), Some(outline));
            let parts: f64 =
                outlines.iter().filter(|(c, _)| c.parent().as_ref() == Some(code)).map(|(_, o)| o.area()).sum();
            let whole = outline.area();
            assert!(code.tier() == Tier::Village || (parts / whole - 1.0).abs() < 0.003, "{code}: {parts} of {whole}");
        }
    }
}
