//! Which bit of a block changes which, after some rounds of AES.

mod draw;

use crate::engine::ink::Ink;
use crate::engine::text::Text;
use crate::engine::trace::Picture;

/// For each bit of the block: the bits that differ once it is flipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependence {
    /// After so many rounds, each with a line for every bit.
    pub after: Vec<(usize, Vec<u128>)>,
}

impl Dependence {
    /// How many of a hundred bits differ.
    #[must_use]
    pub fn share(lines: &[u128]) -> u32 {
        let all: u32 = lines.iter().map(|line| line.count_ones()).sum();
        let bits = u32::try_from(128 * lines.len()).unwrap_or(u32::MAX);
        (100 * all + bits / 2).checked_div(bits).unwrap_or(0)
    }

    fn caption(rounds: usize, lines: &[u128]) -> Text {
        let s = if rounds == 1 { "" } else { "s" };
        format!("{rounds} round{s}: {}%", Self::share(lines)).into()
    }
}

impl Picture for Dependence {
    fn kind(&self) -> &'static str {
        "dependence"
    }

    fn says(&self) -> String {
        let all = self.after.iter();
        let all = all.map(|(rounds, lines)| Self::caption(*rounds, lines).into_owned());
        format!(
            "Squares of 128 lines, one for each bit of the block that is flipped, and 128 columns, one for each bit of the state. How many differ after {}.",
            all.collect::<Vec<_>>().join(", after ")
        )
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::dependence(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_bit_that_is_flipped() {
        let lines: Vec<u128> = (0..128).map(|bit| 1 << bit).collect();
        let all = Dependence {
            after: vec![(1, lines), (2, vec![u128::MAX; 128])],
        };
        assert!(
            all.says()
                .ends_with("after 1 round: 1%, after 2 rounds: 100%."),
            "{}",
            all.says()
        );
        let drawn = all.draw(None).into_markup();
        assert!(drawn.contains("d=\"M127 0.5h1M126 1.5h1"), "{drawn}");
        assert!(drawn.contains("d=\"M0 0.5h128M0 1.5h128"));
    }
}
