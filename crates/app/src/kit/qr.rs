//! QR codes as drawings of the page: no picture to fetch, sharp on paper.

use qrcode::{Color, EcLevel, QrCode};

/// Blank modules around the code that readers need.
const QUIET: usize = 4;

/// The dark modules of a code as an SVG path, and the side of its square, in modules, with the quiet zone.
///
/// Empty for more text than a code can hold.
pub fn path(text: &str) -> (usize, String) {
    let Ok(code) = QrCode::with_error_correction_level(text, EcLevel::M) else { return (0, String::new()) };
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|c| **c == Color::Dark).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    (width + 2 * QUIET, path)
}

/// A whole SVG element, for `qr_box`.
pub fn svg(text: &str) -> String {
    let (side, path) = path(text);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\" aria-hidden=\"true\">\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_eyes_inside_the_quiet_zone() {
        let (side, path) = path("https://concord.example/track?code=ABCDEFGHJ");
        assert!(path.starts_with("M4 4h7v1h-7z"), "{path}");
        assert!(path.contains(&format!("M{} 4h7v1h-7z", side - 11)));
        assert!(path.contains(&format!("M4 {}h7v1h-7z", side - 11)));
    }
}
