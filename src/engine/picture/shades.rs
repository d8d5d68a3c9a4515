//! Bytes as shades: each as dark as its value.

use crate::engine::ink::Ink;
use std::ops::Range;

/// How many shades there are: the eye tells hardly more, and each is one path.
const LEVELS: u8 = 8;

/// A strip of more cells has more of them than a screen has pixels.
const CELLS: usize = 2048;

/// These bytes of a string as cells of one unit, a path for each shade. Of very
/// many a cell is as wide as several, and has the shade of its first byte.
pub(super) fn shades(bytes: &[u8], range: Range<usize>, ink: &mut Ink) {
    let width = range.len().div_ceil(CELLS).max(1);
    for level in 0..LEVELS {
        let path = path(bytes, range.clone(), width, level);
        if !path.is_empty() {
            // The lightest is the paper with a breath of colour.
            let opacity = 6 + u32::from(level) * 13;
            ink.put(format_args!(
                "<path d=\"{path}\" fill-opacity=\"0.{opacity:02}\"/>"
            ));
        }
    }
}

/// The cells of one shade, each so many bytes wide; neighbours become one.
fn path(bytes: &[u8], range: Range<usize>, width: usize, level: u8) -> String {
    let mut path = String::new();
    let mut at = range.start;
    while at < range.end {
        let is_it = |byte: &&u8| **byte / (u8::MAX / LEVELS + 1) == level;
        let run = bytes.get(at..range.end).unwrap_or_default();
        let run = width * run.iter().step_by(width).take_while(is_it).count();
        let run = run.min(range.end - at);
        if run > 0 {
            path.push_str(&format!("M{at} 0h{run}v1h-{run}z"));
        }
        at += run.max(width);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_one_shade() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(path(&bytes, 0..256, 1, 0), "M0 0h32v1h-32z");
        assert_eq!(path(&bytes, 0..256, 1, 7), "M224 0h32v1h-32z");
        assert_eq!(path(&[0, 255, 0], 0..3, 1, 0), "M0 0h1v1h-1zM2 0h1v1h-1z");
        assert_eq!(path(&[0, 255, 0], 1..2, 1, 7), "M1 0h1v1h-1z");
        assert_eq!(path(&[0, 255, 0], 1..2, 1, 0), "");
    }

    #[test]
    fn a_long_string_has_wide_cells_up_to_its_last_byte() {
        let bytes: Vec<u8> = [[0; 100], [255; 100]].concat().repeat(30_000);
        let mut ink = Ink::default();
        shades(&bytes, 0..bytes.len(), &mut ink);
        let all = ink.into_markup();
        assert!(
            (20_000..100_000).contains(&all.len()),
            "{} bytes",
            all.len()
        );
        assert_eq!(
            path(&[0, 9, 255, 9, 0], 0..5, 2, 0),
            "M0 0h2v1h-2zM4 0h1v1h-1z"
        );
        assert_eq!(path(&[0, 9, 255, 9, 0], 0..5, 2, 7), "M2 0h2v1h-2z");
    }
}
