//! The shape of an area: read from GeoJSON (RFC 7946), measured, and drawn without a map service.

use std::fmt::Write as _;

use serde_json::{Value, json};

/// Longitude and latitude, decimal degrees, WGS 84.
pub type Position = [f64; 2];

/// Most positions of one outline: enough for a coast on a screen.
pub const POSITIONS_MOST: usize = 5_000;
/// Positions are kept to a millionth of a degree, a tenth of a metre.
const PRECISION: f64 = 1e6;
/// Kilometres of a degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;

/// Polygons; each is its outer ring and then its holes; each ring ends where it began.
#[derive(Clone, Debug, PartialEq)]
pub struct Outline {
    polygons: Vec<Vec<Vec<Position>>>,
}

/// Why a geometry is no outline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Neither Polygon nor MultiPolygon, or without rings.
    Kind,
    /// A position that is no longitude and latitude.
    Position,
    /// A ring of fewer than four positions, or that does not end where it began.
    Ring,
    /// A ring around nothing.
    Flat,
    /// More than [`POSITIONS_MOST`].
    Many,
}

impl Unfit {
    /// The end of a message key.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Position => "position",
            Self::Ring => "ring",
            Self::Flat => "flat",
            Self::Many => "many",
        }
    }
}

impl Outline {
    /// Of one ring around it, which need not be closed.
    pub fn around(rings: Vec<Vec<Position>>) -> Self {
        let closed = |mut ring: Vec<Position>| {
            if ring.first() != ring.last() {
                ring.extend(ring.first().copied());
            }
            ring
        };
        Self { polygons: vec![rings.into_iter().map(closed).collect()] }.rounded()
    }

    /// Reads a geometry.
    ///
    /// # Errors
    /// What makes it unfit.
    pub fn read(geometry: &Value) -> Result<Self, Unfit> {
        let coordinates = geometry["coordinates"].as_array().ok_or(Unfit::Kind)?;
        let polygons: Vec<Vec<Vec<Position>>> = match geometry["type"].as_str() {
            Some("Polygon") => vec![polygon(coordinates)?],
            Some("MultiPolygon") => coordinates
                .iter()
                .map(|rings| polygon(rings.as_array().ok_or(Unfit::Kind)?))
                .collect::<Result<_, _>>()?,
            _ => return Err(Unfit::Kind),
        };
        let outline = Self { polygons }.rounded();
        if outline.polygons.is_empty() || outline.polygons.iter().any(Vec::is_empty) {
            return Err(Unfit::Kind);
        }
        if outline.positions() > POSITIONS_MOST {
            return Err(Unfit::Many);
        }
        let flat = |ring: &Vec<Position>| twice_area(ring).abs() < 1e-12;
        if outline.polygons.iter().flatten().any(flat) { Err(Unfit::Flat) } else { Ok(outline) }
    }

    /// Reads what was kept.
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(&serde_json::from_str(text).ok()?).ok()
    }

    /// As GeoJSON, outer rings counter-clockwise and holes clockwise.
    pub fn geometry(&self) -> Value {
        match self.polygons.as_slice() {
            [one] => json!({ "type": "Polygon", "coordinates": one }),
            many => json!({ "type": "MultiPolygon", "coordinates": many }),
        }
    }

    /// How many positions it has.
    pub fn positions(&self) -> usize {
        self.polygons.iter().flatten().map(Vec::len).sum()
    }

    /// West, south, east and north.
    pub fn bounds(&self) -> [f64; 4] {
        let start = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        self.polygons.iter().flatten().flatten().fold(start, |[west, south, east, north], [lon, lat]| {
            [west.min(*lon), south.min(*lat), east.max(*lon), north.max(*lat)]
        })
    }

    /// Square kilometres, as on a map of so small an area.
    pub fn area(&self) -> f64 {
        let [_, south, _, north] = self.bounds();
        let shrink = f64::midpoint(south, north).to_radians().cos();
        let degrees: f64 = self.polygons.iter().flatten().map(|ring| twice_area(ring) / 2.0).sum();
        degrees.abs() * KM_PER_DEGREE * KM_PER_DEGREE * shrink
    }

    /// Where to write on it: the middle of its widest stretch at half its height, which lies within it.
    pub fn label(&self) -> Position {
        let Some(rings) =
            self.polygons.iter().max_by(|a, b| twice_area(&a[0]).abs().total_cmp(&twice_area(&b[0]).abs()))
        else {
            return [0.0, 0.0];
        };
        let (south, north) = rings[0].iter().fold((f64::MAX, f64::MIN), |(s, n), p| (s.min(p[1]), n.max(p[1])));
        let lat = f64::midpoint(south, north) + 1e-9;
        let mut crossings: Vec<f64> = rings
            .iter()
            .flat_map(|ring| ring.windows(2))
            .filter(|edge| (edge[0][1] > lat) != (edge[1][1] > lat))
            .map(|edge| edge[0][0] + (lat - edge[0][1]) / (edge[1][1] - edge[0][1]) * (edge[1][0] - edge[0][0]))
            .collect();
        crossings.sort_by(f64::total_cmp);
        let widest = crossings.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])));
        widest.map_or(rings[0][0], |pair| [f64::midpoint(pair[0], pair[1]), lat])
    }

    fn rounded(mut self) -> Self {
        for polygon in &mut self.polygons {
            for (at, ring) in polygon.iter_mut().enumerate() {
                for place in ring.iter_mut().flatten() {
                    *place = (*place * PRECISION).round() / PRECISION;
                }
                if (twice_area(ring) > 0.0) == (at > 0) {
                    ring.reverse();
                }
            }
        }
        self
    }
}

fn polygon(rings: &[Value]) -> Result<Vec<Vec<Position>>, Unfit> {
    rings.iter().map(ring).collect()
}

fn ring(value: &Value) -> Result<Vec<Position>, Unfit> {
    let positions = value.as_array().ok_or(Unfit::Ring)?;
    let ring: Vec<Position> = positions.iter().map(|p| position(p).ok_or(Unfit::Position)).collect::<Result<_, _>>()?;
    if ring.len() < 4 || ring.first() != ring.last() { Err(Unfit::Ring) } else { Ok(ring) }
}

fn position(value: &Value) -> Option<Position> {
    let (lon, lat) = (value.get(0)?.as_f64()?, value.get(1)?.as_f64()?);
    (lon.abs() <= 180.0 && lat.abs() <= 90.0).then_some([lon, lat])
}

/// Twice the area of a ring in square degrees, positive where it runs counter-clockwise.
fn twice_area(ring: &[Position]) -> f64 {
    // From its first position: far from the origin the products would swallow the difference.
    let Some([lon, lat]) = ring.first() else { return 0.0 };
    let off = |p: Position| [p[0] - lon, p[1] - lat];
    ring.windows(2).map(|edge| (off(edge[0]), off(edge[1]))).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
}

/// A flat sheet that outlines are drawn on, as an SVG's `viewBox`.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    west: f64,
    north: f64,
    /// Units of a degree of longitude and of latitude.
    scale: [f64; 2],
    pub width: i64,
    pub height: i64,
}

impl Sheet {
    /// Units of the longer side.
    const LONG: f64 = 600.0;

    /// Holds all of these; none of none.
    pub fn of<'a>(outlines: impl IntoIterator<Item = &'a Outline>) -> Option<Self> {
        let bounds = outlines
            .into_iter()
            .map(Outline::bounds)
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])?;
        let shrink = f64::midpoint(bounds[1], bounds[3]).to_radians().cos().max(0.05);
        let (wide, tall) = ((bounds[2] - bounds[0]) * shrink, bounds[3] - bounds[1]);
        let scale = Self::LONG / wide.max(tall).max(1e-9);
        let side = |degrees: f64| (degrees * scale).ceil() as i64;
        Some(Self {
            west: bounds[0],
            north: bounds[3],
            scale: [scale * shrink, scale],
            width: side(wide),
            height: side(tall),
        })
    }

    /// Where a position lies on the sheet.
    pub fn place(&self, [lon, lat]: Position) -> (i64, i64) {
        (((lon - self.west) * self.scale[0]).round() as i64, ((self.north - lat) * self.scale[1]).round() as i64)
    }

    /// The `d` of a path; positions that fall on the same unit are drawn once.
    pub fn path(&self, outline: &Outline) -> String {
        let mut d = String::new();
        for ring in outline.polygons.iter().flatten() {
            let mut last = None;
            for position in &ring[..ring.len() - 1] {
                let place = self.place(*position);
                if last != Some(place) {
                    // Writing to a String cannot fail.
                    let _ = write!(d, "{}{} {}", if last.is_none() { 'M' } else { 'L' }, place.0, place.1);
                    last = Some(place);
                }
            }
            d.push('Z');
        }
        d
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> Value {
        json!({ "type": "Polygon", "coordinates": [[[119.0, 30.0], [119.0, 30.1], [119.1, 30.1], [119.1, 30.0], [119.0, 30.0]]] })
    }

    #[test]
    fn a_ring_is_kept_counter_clockwise_and_comes_back_as_it_was_kept() {
        let outline = Outline::read(&square()).unwrap();
        assert!(twice_area(&outline.polygons[0][0]) > 0.0);
        assert_eq!(Outline::parse(&outline.geometry().to_string()).unwrap(), outline);
        let [west, south, east, north] = outline.bounds();
        assert_eq!((west, south, east, north), (119.0, 30.0, 119.1, 30.1));
    }

    #[test]
    fn a_tenth_of_a_degree_at_thirty_degrees_north_is_107_square_kilometres() {
        assert!((Outline::read(&square()).unwrap().area() - 107.0).abs() < 0.5);
    }

    #[test]
    fn what_is_no_outline_is_told_by_its_reason() {
        let with = |rings: Value| json!({ "type": "Polygon", "coordinates": rings });
        for (wrong, why) in [
            (json!({ "type": "Point", "coordinates": [1, 2] }), Unfit::Kind),
            (json!(null), Unfit::Kind),
            (with(json!([])), Unfit::Kind),
            (with(json!([[[0, 0], [0, 1], [1, 1]]])), Unfit::Ring),
            (with(json!([[[0, 0], [0, 1], [1, 1], [1, 0]]])), Unfit::Ring),
            (with(json!([[[0, 0], [0, 1], [1, 291], [0, 0]]])), Unfit::Position),
            (with(json!([[[0, 0], [0, "x"], [1, 1], [0, 0]]])), Unfit::Position),
            (with(json!([[[0, 0], [0, 1], [0, 2], [0, 0]]])), Unfit::Flat),
            (with(json!([vec![json!([0, 0]); POSITIONS_MOST + 1]])), Unfit::Many),
        ] {
            assert_eq!(Outline::read(&wrong), Err(why), "{wrong:.80}");
        }
    }

    #[test]
    fn a_label_lies_within_a_bent_shape() {
        let bent =
            json!({ "type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 1], [1, 1], [1, 9], [0, 9], [0, 0]]] });
        let [lon, lat] = Outline::read(&bent).unwrap().label();
        assert!((0.0..1.0).contains(&lon) && (4.0..5.0).contains(&lat), "{lon} {lat}");
    }

    #[test]
    fn a_sheet_holds_every_outline_and_north_is_up() {
        let outline = Outline::read(&square()).unwrap();
        let sheet = Sheet::of([&outline]).unwrap();
        assert_eq!((sheet.height, sheet.place([119.0, 30.1]), sheet.place([119.0, 30.0]).1), (600, (0, 0), 600));
        assert!(sheet.path(&outline).starts_with('M') && sheet.path(&outline).ends_with('Z'));
    }
}
