//! What the page about speed measures, and its figures.

use crate::units::service::measure::SIGNATURES;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    /// A key is made.
    Key,
    /// A message is signed (PKCS#1 v1.5, SHA-256).
    Sign,
}

impl Task {
    /// Its name in the results and in requests.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Sign => "sign",
        }
    }

    /// How many are made in one round.
    #[must_use]
    pub fn at_once(self) -> u32 {
        match self {
            Self::Key => 1,
            Self::Sign => SIGNATURES,
        }
    }

    /// What is made, in words.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Key => "Keys",
            Self::Sign => "Signatures",
        }
    }
}

/// Who does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Padlock.
    Padlock {
        /// On how many workers.
        workers: usize,
        /// Whether the search for primes is shown as it runs.
        shown: bool,
    },
    /// The browser's own `crypto.subtle.generateKey`.
    WebCrypto,
    /// The `rsa` crate in one worker.
    RsaCrate,
}

impl Engine {
    /// All that are measured, in the order of a round.
    pub const ALL: [Self; 5] = [
        Self::padlock(2, false),
        Self::WebCrypto,
        Self::padlock(1, false),
        Self::RsaCrate,
        Self::padlock(2, true),
    ];

    const fn padlock(workers: usize, shown: bool) -> Self {
        Self::Padlock { workers, shown }
    }

    /// Its name in the results.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Padlock { .. } => "padlock",
            Self::WebCrypto => "webcrypto",
            Self::RsaCrate => "rsa-crate",
        }
    }

    /// Its name on the page.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Padlock { workers: 1, .. } => "Padlock, one worker",
            Self::Padlock { shown: true, .. } => "Padlock, two workers, the search shown",
            Self::Padlock { .. } => "Padlock, two workers",
            Self::WebCrypto => "WebCrypto, the browser’s own",
            Self::RsaCrate => concat!("Crate ", env!("JUDGE_RSA"), ", in wasm"),
        }
    }

    /// Whose turn it is: everybody's in turn, from any number on.
    #[must_use]
    pub fn of_turn(turn: usize) -> Self {
        let [a, b, c, d, e] = Self::ALL;
        match turn % 5 {
            0 => a,
            1 => b,
            2 => c,
            3 => d,
            _ => e,
        }
    }

    /// Whether the search for primes is shown.
    #[must_use]
    pub fn is_shown(self) -> bool {
        matches!(self, Self::Padlock { shown: true, .. })
    }

    /// Whether it does such a task: a signature is one worker's work.
    #[must_use]
    pub fn does(self, task: Task) -> bool {
        task == Task::Key || self.workers() < 2
    }

    /// How many workers it has.
    #[must_use]
    pub fn workers(self) -> usize {
        match self {
            Self::Padlock { workers, .. } => workers,
            Self::WebCrypto => 0,
            Self::RsaCrate => 1,
        }
    }
}

/// The times of one engine, in milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// What was done.
    pub task: Task,
    /// By whom.
    pub engine: Engine,
    /// The size of the keys, in bits.
    pub bits: u32,
    /// What computed the powers, where it says.
    pub kernel: String,
    /// What is said of the times, where there is something to say.
    pub says: String,
    /// Each time.
    pub times: Vec<f64>,
}

impl Series {
    /// No times yet.
    #[must_use]
    pub fn new(task: Task, engine: Engine, bits: u32) -> Self {
        Self {
            task,
            engine,
            bits,
            kernel: String::new(),
            says: String::new(),
            times: Vec::new(),
        }
    }

    /// Whether these are the times of such a task.
    #[must_use]
    pub fn is_of(&self, task: Task, bits: u32) -> bool {
        self.task == task && self.bits == bits
    }

    /// The mean.
    #[must_use]
    pub fn mean(&self) -> f64 {
        let count = u32::try_from(self.times.len()).unwrap_or(u32::MAX).max(1);
        self.times.iter().sum::<f64>() / f64::from(count)
    }

    /// The time that this share of all, in percent, does not exceed: one of the
    /// measured ones (nearest rank).
    #[must_use]
    pub fn percentile(&self, share: usize) -> f64 {
        // Counted and not sorted: a sort is kilobytes of code, and they are few.
        let rank = (self.times.len() * share).div_ceil(100).saturating_sub(1);
        let below = |time: f64| self.times.iter().filter(|other| **other < time).count();
        let up_to = |time: f64| self.times.iter().filter(|other| **other <= time).count();
        let there = |time: &&f64| below(**time) <= rank && rank < up_to(**time);
        self.times.iter().find(there).copied().unwrap_or(0.0)
    }
}

/// A number with two decimal places. Not by the formatting of floating-point
/// numbers, which would cost every visitor some kilobytes.
#[must_use]
pub fn hundredths(number: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a time of some seconds"
    )]
    let hundredths = (number.max(0.0) * 100.0).round() as u64;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_figures_are_those_of_the_times() {
        let mut series = Series::new(Task::Key, Engine::ALL[0], 2048);
        series.times = (1..=100).rev().map(f64::from).collect();
        let figures = [series.mean(), series.percentile(50), series.percentile(95)];
        assert_eq!(figures.map(hundredths), ["50.50", "50.00", "95.00"]);
        series.times = vec![7.0, 3.0, 5.0, 1.0];
        assert_eq!([50, 95].map(|share| series.percentile(share)), [3.0, 7.0]);
        assert_eq!(hundredths(0.004), "0.00");
        assert_eq!(hundredths(1234.056), "1234.06");
    }
}
