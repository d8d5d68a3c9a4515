//! Secrets that are made from each other: a tree that grows from stage to stage.

mod draw;

use crate::engine::hex;
use crate::engine::ink::Ink;
use crate::engine::knowers::Knowers;
use crate::engine::picture::When;
use crate::engine::text::Text;
use crate::engine::trace::{Data, HIDDEN, Picture, Value};

/// A tree of secrets. Its shape is there from the beginning; what is not made yet is
/// an empty place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretTree {
    /// The stages, each made from the one before and from what is mixed in.
    pub stages: Vec<Stage>,
}

/// A secret of the trunk, and what is made from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stage {
    /// What is mixed in, in a word or two.
    pub enters: Text,
    /// The secret.
    pub secret: Twig,
    /// What is made from it for a purpose.
    pub branches: Vec<Branch>,
    /// What goes on to the next stage; `None` in the last one.
    pub onward: Option<Twig>,
}

/// A secret for a purpose, and what is made from that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The secret.
    pub secret: Twig,
    /// The keys, or whatever is used at last.
    pub leaves: Vec<Twig>,
}

/// A value of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twig {
    /// What it is called.
    pub symbol: Text,
    /// What it is, in a few words.
    pub means: Text,
    /// By what it is made: a label, or a function.
    pub by: Text,
    /// What it is bound to besides; may be empty.
    pub bound_to: Text,
    /// Who may know it.
    pub known_to: Knowers,
    /// Its first bytes in hexadecimal digits; `None` until it is made.
    pub begins: Option<Text>,
    /// The path of the step that makes it; empty until it is made.
    pub step: Text,
    /// Whether it is made already.
    pub when: When,
}

/// So many of its first bytes are shown.
const BYTES: usize = 3;

impl Twig {
    /// An empty place.
    #[must_use]
    pub fn to_come(symbol: &'static str, by: &'static str, bound_to: &'static str) -> Self {
        Self {
            symbol: symbol.into(),
            means: Text::default(),
            by: by.into(),
            bound_to: bound_to.into(),
            known_to: Knowers::EVERYBODY,
            begins: None,
            step: Text::default(),
            when: When::Later,
        }
    }

    /// The value is made now, by the step of a path.
    pub fn make(&mut self, value: &Value, step: impl Into<Text>) {
        self.means = value.meaning.clone();
        self.known_to = value.known_to;
        self.begins = Some(match &value.data {
            Data::Bytes(bytes) => hex::encode(bytes.get(..BYTES).unwrap_or(bytes)).into(),
            _ => HIDDEN.into(),
        });
        self.step = step.into();
        self.when = When::Now;
    }
}

impl SecretTree {
    /// All values, from the first to the last.
    pub fn twigs(&mut self) -> impl Iterator<Item = &mut Twig> {
        self.stages.iter_mut().flat_map(|stage| {
            let branches = stage.branches.iter_mut();
            let branches = branches
                .flat_map(|branch| std::iter::once(&mut branch.secret).chain(&mut branch.leaves));
            let trunk = std::iter::once(&mut stage.secret);
            trunk.chain(branches).chain(&mut stage.onward)
        })
    }

    /// The place of a value, by what it is called.
    pub fn twig(&mut self, symbol: &str) -> Option<&mut Twig> {
        self.twigs().find(|twig| *twig.symbol == *symbol)
    }

    /// What was made just now was made before.
    pub fn go_on(&mut self) {
        let present = self.twigs().filter(|twig| twig.when == When::Now);
        present.for_each(|twig| twig.when = When::Before);
    }
}

/// What of a value is there, made from another, in words.
fn says(twig: &Twig, from: &str, says: &mut String) {
    let made = match twig.when {
        When::Later => return,
        When::Before => "",
        When::Now => "Now: ",
    };
    says.push_str(&format!(" {made}{} from {from}", twig.symbol));
    if !twig.by.is_empty() {
        says.push_str(&format!(" by {}", twig.by));
    }
    if !twig.bound_to.is_empty() {
        says.push_str(&format!(", bound to {}", twig.bound_to));
    }
    says.push('.');
}

impl Picture for SecretTree {
    fn kind(&self) -> &'static str {
        "tree"
    }

    fn says(&self) -> String {
        let mut all = String::from("The tree of secrets, as far as it has grown.");
        let mut before = String::new();
        for stage in &self.stages {
            says(
                &stage.secret,
                &format!("{before}{}", stage.enters),
                &mut all,
            );
            for branch in &stage.branches {
                says(&branch.secret, &stage.secret.symbol, &mut all);
                for leaf in &branch.leaves {
                    says(leaf, &branch.secret.symbol, &mut all);
                }
            }
            if let Some(onward) = &stage.onward {
                says(onward, &stage.secret.symbol, &mut all);
                before = format!("{} and ", onward.symbol);
            }
        }
        all
    }

    fn draw(&self, _: Option<u32>) -> Ink {
        draw::tree(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_says_what_is_made_and_nothing_else() {
        let mut tree = SecretTree {
            stages: vec![Stage {
                enters: "zeros".into(),
                secret: Twig::to_come("ES", "Extract", ""),
                branches: vec![Branch {
                    secret: Twig::to_come("BK", "“binder”", "H_0"),
                    leaves: Vec::new(),
                }],
                onward: Some(Twig::to_come("dES", "“derived”", "")),
            }],
        };
        let first = "The tree of secrets, as far as it has grown.";
        assert_eq!(tree.says(), first);
        let made = Value::public_bytes("ES", [7; 32]);
        tree.twig("ES").unwrap().make(&made, "shared/early");
        assert_eq!(
            tree.says(),
            format!("{first} Now: ES from zeros by Extract.")
        );
        tree.go_on();
        tree.twig("BK").unwrap().make(&made, "shared/binder");
        let all = " ES from zeros by Extract. Now: BK from ES by “binder”, bound to H_0.";
        assert_eq!(tree.says(), format!("{first}{all}"));
        assert_eq!(tree.twig("ES").unwrap().begins.as_deref(), Some("070707"));
        assert_eq!(tree.twigs().count(), 3);
        assert!(tree.twig("MS").is_none());
    }
}
