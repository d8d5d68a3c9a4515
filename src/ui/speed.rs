//! What the page about speed measures, and its figures.

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
    /// Padlock, on so many workers.
    Padlock {
        /// How many.
        workers: usize,
    },
    /// The browser's own `crypto.subtle.generateKey`.
    WebCrypto,
    /// The `rsa` crate in one worker.
    RsaCrate,
}

impl Engine {
    /// All that are measured, in the order of a round.
    pub const ALL: [Self; 4] = [
        Self::Padlock { workers: 2 },
        Self::WebCrypto,
        Self::Padlock { workers: 1 },
        Self::RsaCrate,
    ];

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
            Self::Padlock { workers: 1 } => "Padlock, one worker",
            Self::Padlock { .. } => "Padlock, two workers",
            Self::WebCrypto => "WebCrypto, the browser’s own",
            Self::RsaCrate => "Crate rsa 0.10, in wasm",
        }
    }

    /// How many workers it has.
    #[must_use]
    pub fn workers(self) -> usize {
        match self {
            Self::Padlock { workers } => workers,
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
    /// Each time.
    pub times: Vec<f64>,
}

impl Series {
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

    /// The figures as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        format!(
            "{{\"operation\":\"{}\",\"bits\":{},\"engine\":\"{}\",\"kernel\":\"{}\",\"workers\":{},\"n\":{},\"mean_ms\":{},\"median_ms\":{},\"p95_ms\":{}}}",
            self.task.id(),
            self.bits,
            self.engine.id(),
            self.kernel,
            self.engine.workers(),
            self.times.len(),
            hundredths(self.mean()),
            hundredths(self.percentile(50)),
            hundredths(self.percentile(95)),
        )
    }
}

/// All figures, on one line.
#[must_use]
pub fn report(all: &[Series]) -> String {
    let results: Vec<String> = all.iter().map(Series::json).collect();
    format!(
        "{{\"bench\":\"keygen\",\"results\":[{}]}}",
        results.join(",")
    )
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
        let series = Series {
            task: Task::Key,
            engine: Engine::Padlock { workers: 2 },
            bits: 2048,
            kernel: "64-bit limbs".into(),
            times: (1..=100).rev().map(f64::from).collect(),
        };
        assert_eq!(
            report(&[series]),
            "{\"bench\":\"keygen\",\"results\":[{\"operation\":\"key\",\"bits\":2048,\"engine\":\"padlock\",\"kernel\":\"64-bit limbs\",\"workers\":2,\"n\":100,\"mean_ms\":50.50,\"median_ms\":50.00,\"p95_ms\":95.00}]}"
        );
        assert_eq!(hundredths(0.004), "0.00");
        assert_eq!(hundredths(1234.056), "1234.06");
    }
}
