//! What a run begins with: its subject in one picture. It is told before
//! anything is checked, from what is known by then, and completed at the end
//! of the run ([`Recorder::opening`](crate::engine::trace::Recorder::opening)).

pub(super) mod certificate;
pub(super) mod fernet;
pub(super) mod rsa;

use crate::engine::figure::Plate;
use crate::engine::trace::{OPENING, Step};

/// The step with a picture.
fn step(title: &'static str, says: &'static str, plate: Plate) -> Step {
    Step::new(OPENING, title).says(says).plate(plate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::trace::Recorder;
    use crate::units::{self, Inputs, Page, Size};
    use std::collections::BTreeMap;

    /// Every exhibit opens with a picture of its own and a sentence that is
    /// short.
    #[test]
    fn every_exhibit_opens_with_a_picture() {
        for size in [Size::Small, Size::Real] {
            let mut made = BTreeMap::new();
            for about in units::ALL.iter().filter(|about| about.page != Page::Desk) {
                let inputs = Inputs::after(about, size, &made);
                let mut recorder = Recorder::default();
                let output = units::run(about.id, &inputs, &mut recorder).expect("a run");
                let output = output.told(recorder.finish());
                let first = output.trace.steps.kept.first().expect("a step");
                let what = format!("{}, {}", about.id, size.id());
                // Why it works opens as it was: with all numbers at once.
                let shown = [OPENING, "all"].contains(&&*first.id);
                assert!(shown, "{what} opens with {}", first.id);
                assert!(
                    first.drawing.is_some() || first.scene.is_some(),
                    "{what} has no picture"
                );
                if first.id == OPENING {
                    assert!(first.says.chars().count() <= 90, "{what}: {}", first.says);
                }
                made.insert(about.id, output);
            }
        }
    }
}
