//! Los zip estropeados de cualquier manera.

use std::fs;

use proptest::prelude::*;

use crate::clase::zip::{self, Entry as Zipped};
use crate::{GOOD, admitted, from_zip, line};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Un zip con bytes cambiados al azar no da un pánico ni estorba al de al lado.
    #[test]
    fn a_zip_broken_anyhow_breaks_nobody_else(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in proptest::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = zip::zip(&[
            Zipped::new("paso3/src/lib.rs", GOOD.as_bytes()),
            Zipped::new("build.rs", b"fn main() {}"),
            Zipped::new("../lib.rs", GOOD.as_bytes()),
        ]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }

        let intake = from_zip(&[
            Zipped::new("Ana_1_assignsubmission_file/lib.rs", GOOD.as_bytes()),
            Zipped::new("Malo_2_assignsubmission_file/entrega.zip", &bytes),
        ]);

        prop_assert_eq!(line(&intake.entries[0]), "1 Ana [lib.rs] ");
        prop_assert_eq!(intake.entries.len(), 2);
        // Un nombre que empieza por dos puntos («..lib.rs») no sale de ninguna carpeta; un tramo
        // que sea «..», sí.
        let originals = intake.entries[1].sources.values().map(|source| &source.original);
        for original in originals {
            prop_assert!(!original.split(['/', '\\']).any(|part| part == ".."), "{}", original);
        }
    }

    /// Ni un zip que sea toda la descarga, aunque entonces pueda no haber nada que leer.
    #[test]
    fn a_broken_download_is_read_or_refused(
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
    ) {
        let mut bytes = zip::zip(&[
            Zipped::new("Ana_1_assignsubmission_file/lib.rs", GOOD.as_bytes()),
            Zipped::new("Luis_2_assignsubmission_file_lib.rs", GOOD.as_bytes()),
        ]);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("descarga.zip");
        fs::write(&path, bytes).unwrap();

        let _ = admitted(&path, &["paso3"], None);
    }
}
