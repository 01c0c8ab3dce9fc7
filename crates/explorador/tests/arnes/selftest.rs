//! La propia lectura de cabeceras: una prueba que aceptara cualquier cosa no
//! probaría nada.

use std::path::Path;

use super::header::Spec;

/// Cabeceras a las que les falta o les sobra algo, y qué.
const WRONG: &[(&str, &str)] = &[
    ("sin cabecera", "#include \"comun.h\"\n"),
    ("sin explicación", "// Finales:\n//   ok \"\" 0\n"),
    ("sin finales", "// Algo.\nint main(void) {}\n"),
    ("lista vacía", "// Algo.\n// Finales:\nint main(void) {}\n"),
    ("veredicto", "// Algo.\n// Finales:\n//   bien \"\" 0\n"),
    ("sin salida", "// Algo.\n// Finales:\n//   ok 0\n"),
    ("comillas", "// Algo.\n// Finales:\n//   ok \"a 0\n"),
    ("sin código", "// Algo.\n// Finales:\n//   ok \"a\"\n"),
    (
        "recuento",
        "// Algo.\n// Finales:\n//   ok \"a\" 0 cosas=1\n",
    ),
    (
        "recuento a cero",
        "// Algo.\n// Finales:\n//   ok \"a\" 0 fugas=0\n",
    ),
    (
        "repetido",
        "// Algo.\n// Finales:\n//   ok \"\" 0\n//   ok \"\" 0\n",
    ),
    (
        "clave",
        "// Algo.\n// Planes: 20\n// Finales:\n//   ok \"\" 0\n",
    ),
    (
        "fallo",
        "// Algo.\n// Fallo: fork\n// Finales:\n//   ok \"\" 0\n",
    ),
    (
        "pendiente sin porqué",
        "// Algo.\n// Pendiente:\n// Finales:\n//   ok \"\" 0\n",
    ),
];

const RIGHT: &str = "// Algo,\n// en dos líneas.\n// Fuerza bruta: sí\n// Planes: < 20\n\
    // Fallo: fork:1:EAGAIN\n// Pendiente: por esto\n// Finales:\n\
    //   ok \"a\\n\" 0 zombis=1 fugas=2\n//   timeout \"\" - limite=steps\nint x;\n";

/// La buena se lee entera y ninguna de las malas se lee.
pub fn headers_are_strict() -> Result<(), String> {
    let spec = Spec::parse(Path::new("prueba.c"), RIGHT)?;
    let read_whole = spec.brute_force
        && spec.fewer_than == Some(20)
        && spec.fault.is_some()
        && spec.pending.as_deref() == Some("por esto");
    if !read_whole {
        return Err(format!("la cabecera buena se leyó a medias: {spec:?}"));
    }
    for (what, source) in WRONG {
        if let Ok(spec) = Spec::parse(Path::new("prueba.c"), source) {
            return Err(format!("la cabecera mala ({what}) se leyó: {spec:?}"));
        }
    }
    Ok(())
}
