//! Two runs of AES that differ in one bit, round by round.

mod draw;

use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::trace::Picture;

/// The difference of two runs after each round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diffusion {
    /// Which bit is flipped, in words.
    pub flipped: Text,
    /// For each round from 0, the XOR of the two states.
    pub differences: Vec<u128>,
}

impl Picture for Diffusion {
    fn kind(&self) -> &'static str {
        "diffusion"
    }

    fn says(&self) -> String {
        let counts = self
            .differences
            .iter()
            .map(|one| one.count_ones().to_string());
        format!(
            "The bits of the state that differ after each round, with {} flipped: {}, of 128.",
            self.flipped,
            counts.collect::<Vec<_>>().join(", ")
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::diffusion(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bits_that_differ_are_drawn_and_counted() {
        let all = Diffusion {
            flipped: "bit 0 of the block".into(),
            differences: vec![1 << 127, 0b1011],
        };
        assert_eq!(
            all.says(),
            "The bits of the state that differ after each round, with bit 0 of the block flipped: 1, 3, of 128."
        );
        let drawn = all.draw(None).into_markup();
        assert!(drawn.contains("<path d=\"M0 0.5h1\"/>"), "{drawn}");
        assert!(
            drawn.contains("<path d=\"M124 0.5h1m1 0h2\"/></svg><span>3</span>"),
            "{drawn}"
        );
    }
}
