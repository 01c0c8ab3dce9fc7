//! Con `| head -1`, quien lee se va antes que quien escribe: ninguna orden lo toma por
//! un fallo, ni menos entra en pánico.

use std::io::pipe;
use std::path::Path;
use std::process::Command;

/// Con qué termina la orden si nadie lee lo que dice, por ninguna de las dos salidas.
fn ends_unheard(args: &[&str]) -> Option<i32> {
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    Command::new(env!("CARGO_BIN_EXE_taller"))
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
        .args(args)
        .stdout(writer.try_clone().unwrap())
        .stderr(writer)
        .status()
        .unwrap()
        .code()
}

#[test]
fn lo_que_se_pide_se_hace_aunque_nadie_lea() {
    let folder = tempfile::tempdir().unwrap();
    let task = folder.path().join("tarea.toml");
    let task = task.to_str().unwrap();

    assert_eq!(ends_unheard(&["tarea", "nueva", "--salida", task]), Some(0));
    assert!(Path::new(task).exists());
    assert_eq!(ends_unheard(&["estado"]), Some(0));
    assert_eq!(ends_unheard(&["explorar", "true"]), Some(0));
}

#[test]
fn un_error_conserva_su_codigo_aunque_nadie_lo_lea() {
    assert_eq!(ends_unheard(&["pista", "paso99"]), Some(2));
    assert_eq!(ends_unheard(&["explorar", "./no-existe"]), Some(3));
}
