//! How the values of a computation hang together: what each is made from.

mod draw;
mod layout;
mod read;

pub use draw::dataflow;

use super::magnitude::short;
use crate::engine::knowers::Knowers;
use crate::engine::text::Text;
use crate::engine::text::plural;
use crate::engine::trace::{Data, HIDDEN, Trace, Value};
pub use layout::WIDE;
use layout::lay_out;
use read::Reading;
use serde::{Deserialize, Serialize};

/// Where fewer are made from others, the pictures of the steps say it all.
const MADE: usize = 4;

/// In more rows it is no map: they are the rounds of something, one after the other.
const MOST: usize = 24;

/// The values that the equations of a computation make, each below those that
/// it is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataflow {
    /// The values, each after those that it is made from.
    pub nodes: Vec<Node>,
    /// How many rows they stand in.
    pub rows: usize,
    /// What it shows, in words.
    pub says: Text,
}

/// A value in the graph.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// What it is called; `=` or `≠` where two values are held against each
    /// other.
    pub name: Text,
    /// What makes it; empty for what is given.
    pub work: Text,
    /// A short number, or how long it is; empty where it is no value.
    pub size: Text,
    /// Its first bytes.
    pub bytes: Vec<u8>,
    /// Who may know it.
    pub known_to: Knowers,
    /// The path of the step that makes it, or that first shows what is given.
    pub step: String,
    /// Its row from 0, and where its middle is across, in thousandths.
    pub at: (usize, u32),
    /// What it is made from, by numbers of nodes.
    pub from: Vec<usize>,
    /// For each of those, where the way from it passes the rows between, in
    /// thousandths: beside the values that stand there.
    pub passes: Vec<Vec<u32>>,
    /// All that it hangs on, by numbers of nodes.
    pub roots: Vec<usize>,
}

impl Node {
    /// Whether it is no value, but two values held against each other.
    #[must_use]
    pub fn is_check(&self) -> bool {
        self.size.is_empty()
    }
}

impl Dataflow {
    /// The graph of the values of a computation, as far as they lead to a
    /// result, to a check or to what an outermost step makes; `None` where that
    /// is no picture. Rows of tables are passed over.
    #[must_use]
    pub fn of(trace: &Trace, results: &[Value]) -> Option<Self> {
        let stops = trace.stops();
        let mut nodes = Reading::of(&stops).nodes(results);
        let made = nodes.iter().filter(|node| !node.from.is_empty());
        if made.count() < MADE {
            return None;
        }
        let rows = lay_out(&mut nodes);
        (rows <= MOST).then(|| Self {
            rows,
            says: says(&nodes).into(),
            nodes,
        })
    }
}

/// What a graph shows, in words.
fn says(nodes: &[Node]) -> String {
    let mut says = String::from("What is made from what.");
    for node in nodes.iter().filter(|node| !node.from.is_empty()) {
        let from = node.from.iter().filter_map(|from| nodes.get(*from));
        let from: Vec<&str> = from.map(|node| &*node.name).collect();
        let from = from.join(" and ");
        says += &if node.is_check() {
            format!(" A check: {} of {from}.", node.name)
        } else {
            format!(" {} ({}) from {from}.", node.name, node.size)
        };
    }
    says
}

/// A short number itself, of anything else its length.
fn size(value: &Value) -> Text {
    match &value.data {
        Data::Integer(number) => {
            short(number).unwrap_or_else(|| format!("{} bits", number.bits()).into())
        }
        Data::Bytes(bytes) => plural(bytes.len()).into(),
        Data::Text(text) => format!("{} chars", text.chars().count()).into(),
        Data::Ends(ends) => match ends.head {
            Data::Text(_) => format!("{} chars", ends.length).into(),
            _ => plural(ends.length as usize).into(),
        },
        Data::Withheld => HIDDEN.into(),
    }
}
