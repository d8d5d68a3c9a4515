//! Bytes as shades: each as dark as its value.

use super::ink::Ink;
use std::ops::Range;

/// How many shades there are: the eye tells hardly more, and each is one path.
const LEVELS: u8 = 8;

/// These bytes of a string as cells of one unit, a path for each shade.
pub(super) fn shades(bytes: &[u8], range: Range<usize>, ink: &mut Ink) {
    for level in 0..LEVELS {
        let path = path(bytes, range.clone(), level);
        if !path.is_empty() {
            // The lightest is the paper with a breath of colour.
            let opacity = 6 + u32::from(level) * 13;
            ink.put(format_args!(
                "<path d=\"{path}\" fill-opacity=\"0.{opacity:02}\"/>"
            ));
        }
    }
}

/// The cells of one shade; neighbours become one.
fn path(bytes: &[u8], range: Range<usize>, level: u8) -> String {
    let mut path = String::new();
    let mut at = range.start;
    while at < range.end {
        let is_it = |byte: &&u8| **byte / (u8::MAX / LEVELS + 1) == level;
        let run = bytes.get(at..range.end).unwrap_or_default();
        let run = run.iter().take_while(is_it).count();
        if run > 0 {
            path.push_str(&format!("M{at} 0h{run}v1h-{run}z"));
        }
        at += run.max(1);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_one_shade() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(path(&bytes, 0..256, 0), "M0 0h32v1h-32z");
        assert_eq!(path(&bytes, 0..256, 7), "M224 0h32v1h-32z");
        assert_eq!(path(&[0, 255, 0], 0..3, 0), "M0 0h1v1h-1zM2 0h1v1h-1z");
        assert_eq!(path(&[0, 255, 0], 1..2, 7), "M1 0h1v1h-1z");
        assert_eq!(path(&[0, 255, 0], 1..2, 0), "");
    }
}
