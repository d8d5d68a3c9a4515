//! Files as one, to take away together.

use crate::desk::Bytes;
use crate::engine::diagnosis::Diagnosis;
use serde::{Deserialize, Serialize};
use std::io::{Cursor, Write};
use zeroize::Zeroizing;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Files that go into one archive.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Archive {
    /// Their names and what is in them.
    pub files: Vec<(String, Bytes)>,
}

impl Archive {
    /// The archive: a ZIP file (PKWARE APPNOTE 4.3) whose files are stored as
    /// they are, since keys and signatures cannot be made shorter. Private
    /// keys in it are for their owner's eyes only.
    ///
    /// # Errors
    /// When two files have the same name.
    pub fn run(&self) -> Result<Bytes, Diagnosis> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .unix_permissions(0o600);
        // As long as it will be, so that nothing secret is left where it grew.
        let length: usize = self
            .files
            .iter()
            .map(|(name, file)| 2 * name.len() + file.len() + 200)
            .sum();
        let mut archive = ZipWriter::new(Cursor::new(Vec::with_capacity(length + 100)));
        for (name, file) in &self.files {
            archive
                .start_file(name.as_str(), options)
                .map_err(|error| {
                    Diagnosis::expected("files with different names")
                        .of("files")
                        .found(format!("{name}: {error}"))
                })?;
            archive
                .write_all(file)
                .map_err(|_| Diagnosis::bug("the archive could not be written"))?;
        }
        let whole = archive
            .finish()
            .map_err(|_| Diagnosis::bug("the archive could not be finished"))?;
        Ok(Zeroizing::new(whole.into_inner()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    fn file(name: &str, bytes: &[u8]) -> (String, Bytes) {
        (name.to_owned(), bytes.to_vec().into())
    }

    #[test]
    fn what_goes_in_comes_out() {
        let files = vec![
            file("root.pem", b"-----BEGIN"),
            file("key.der", &[0x30, 0, 255]),
        ];
        let whole = Archive {
            files: files.clone(),
        }
        .run()
        .unwrap();
        let mut read = zip::ZipArchive::new(Cursor::new(&*whole)).unwrap();
        assert_eq!(read.len(), 2);
        for (name, bytes) in files {
            let mut file = read.by_name(&name).unwrap();
            assert_eq!(file.unix_mode().unwrap() & 0o777, 0o600);
            let mut found = Vec::new();
            file.read_to_end(&mut found).unwrap();
            assert_eq!(found, &*bytes);
        }
    }

    #[test]
    fn two_files_of_one_name_are_refused() {
        let files = vec![file("key.pem", b"1"), file("key.pem", b"2")];
        let says = Archive { files }.run().unwrap_err().to_string();
        assert!(says.contains("key.pem"), "{says}");
    }
}
