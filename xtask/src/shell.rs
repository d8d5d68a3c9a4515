//! Running other programs, and saying plainly what went wrong.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Why a command stopped, as a sentence for the person who ran it.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    /// A failure that says this.
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// For `map_err`: what was being done, and what the system said.
    pub(crate) fn while_doing<E: fmt::Display>(what: impl fmt::Display) -> impl FnOnce(E) -> Self {
        move |error| Self(format!("{what}: {error}"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What every command returns.
pub(crate) type Result<T> = std::result::Result<T, Failure>;

/// The top of the repository.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The cargo that started us.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// A line that stands out between the output of other programs.
pub(crate) fn heading(text: &str) {
    println!("\n=== {text} ===");
}

/// Runs a program with its output shown; anything but success is a failure.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let words = words(command);
    let status = command
        .status()
        .map_err(Failure::while_doing(format!("Could not start `{words}`")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("`{words}` failed ({status}).")))
    }
}

/// Runs a program and returns what it wrote; anything but success is a failure.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let words = words(command);
    let Output { status, stdout, .. } = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(Failure::while_doing(format!("Could not start `{words}`")))?;
    let text = String::from_utf8_lossy(&stdout).into_owned();
    if status.success() {
        Ok(text)
    } else {
        print!("{text}");
        Err(Failure::new(format!("`{words}` failed ({status}).")))
    }
}

/// Whether a program runs and succeeds, silently.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The command as one would type it, without its directory.
fn words(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    std::iter::once(name)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(Failure::while_doing(format!(
        "Could not read {}",
        path.display()
    )))
}

/// Writes a text file.
pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    std::fs::write(path, text).map_err(Failure::while_doing(format!(
        "Could not write {}",
        path.display()
    )))
}

/// A short name for some bytes: FNV-1a, 64 bits. Renews caches, proves nothing.
pub(crate) fn short_hash<'a>(parts: impl IntoIterator<Item = &'a [u8]>) -> String {
    let hash = parts
        .into_iter()
        .flatten()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_hash_is_fnv_1a() {
        // Published test vector of FNV-1a, 64 bits.
        assert_eq!(short_hash([b"foobar".as_slice()]), "85944171f73967e8");
        assert_eq!(
            short_hash([b"foo".as_slice(), b"bar"]),
            short_hash([b"foobar".as_slice()])
        );
    }

    #[test]
    fn a_failing_program_is_named() {
        let failure = run(&mut Command::new("false")).unwrap_err();
        assert!(failure.to_string().starts_with("`false` failed"));
        let missing = run(&mut Command::new("/nowhere/padlock-tool")).unwrap_err();
        assert!(
            missing
                .to_string()
                .contains("Could not start `padlock-tool`")
        );
    }
}
