//! Por qué entró en pánico un programa de Rust, según lo que dejó dicho.

/// Lo que dice el mensaje, cómo se llama y qué significa.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "not yet implemented",
        "todo!, falta por escribir",
        "Se llegó a un todo!: ahí va el código que falta.",
    ),
    (
        "called `Result::unwrap()` on an `Err` value",
        "unwrap de un error",
        "La llamada falló y unwrap convirtió el fallo en un pánico. Lo que sigue al mensaje es el error: \
         en vez de unwrap, «?» lo devuelve y match decide qué hacer con él.",
    ),
    (
        "called `Option::unwrap()` on a `None` value",
        "unwrap de un None",
        "No había valor y unwrap entró en pánico. Usa match, let … else u ok_or para el caso en que falta.",
    ),
    (
        "index out of bounds",
        "índice fuera de la región",
        "Se pidió un elemento que no hay: el mensaje dice la longitud y el índice. El último es \
         longitud − 1; con .get(i) se recibe un None en vez de un pánico.",
    ),
    (
        "out of range for slice",
        "rango fuera de la región",
        "El rango acaba más allá del final: el mensaje dice los dos. Compáralos antes, o usa .get(a..b).",
    ),
    (
        "source slice length",
        "copia entre regiones de distinta longitud",
        "copy_from_slice pide que las dos midan lo mismo. Recorta antes el destino: region[..n].",
    ),
    (
        "copy_from_slice",
        "copia entre regiones de distinta longitud",
        "copy_from_slice pide que las dos midan lo mismo. Recorta antes el destino: region[..n].",
    ),
    (
        "is not a char boundary",
        "letra partida",
        "En UTF-8 una letra con tilde ocupa más de un byte, y el corte cae en medio de una.",
    ),
    (
        "attempt to divide by zero",
        "división entre cero",
        "El divisor era cero. Compruébalo antes, o usa checked_div.",
    ),
    (
        "with overflow",
        "la cuenta se sale del tipo",
        "El resultado no cabe: a menudo es una resta de números sin signo que sería negativa. checked_sub y \
         las demás devuelven un Option en vez de entrar en pánico.",
    ),
    (
        "already borrowed",
        "RefCell ya prestada",
        "Se pidió una RefCell que otro tenía prestada para cambiarla. Suelta antes el primer préstamo.",
    ),
    (
        "already mutably borrowed",
        "RefCell ya prestada",
        "Se pidió una RefCell que otro tenía prestada para cambiarla. Suelta antes el primer préstamo.",
    ),
    (
        "null pointer dereference occurred",
        "puntero nulo",
        "Se siguió un puntero nulo. Mira de dónde sale y compruébalo antes.",
    ),
    (
        "misaligned pointer dereference",
        "puntero mal alineado",
        "Se leyó un tipo en una dirección que no es múltiplo de su alineación. Los bytes sueltos se copian; \
         para un entero en cualquier sitio, read_unaligned.",
    ),
    (
        "unsafe precondition(s) violated",
        "una condición de unsafe no se cumple",
        "La función que lo pide dice en su documentación («Safety») qué debe cumplirse, y el mensaje dice \
         cuál de las condiciones falla.",
    ),
    (
        "assertion",
        "assert que no se cumple",
        "El programa comprobó algo que daba por cierto y no lo es. El mensaje dice los dos valores.",
    ),
];

/// Para los demás.
const ANY: (&str, &str) = (
    "pánico",
    "Un programa de Rust termina con 101 cuando entra en pánico. Su mensaje, entre los errores, dice el \
     motivo y la línea.",
);

/// Cómo se llama y qué significa el último pánico de `stderr`, si alguno es conocido.
pub fn explain(stderr: &str) -> (&'static str, &'static str) {
    // El motivo va en la línea que sigue a «thread 'main' panicked at …».
    let reasons: Vec<&str> = stderr.split("panicked at ").skip(1).collect();
    let known = reasons.iter().rev().find_map(|reason| {
        let reason = reason.split("\nnote: ").next()?;
        KNOWN.iter().find(|(sign, ..)| reason.contains(sign))
    });
    known.map_or(ANY, |(_, name, text)| (name, text))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;

    /// El nombre de lo que se explica y el cuerpo de un programa que entra en pánico así.
    const PANICS: &[(&str, &str)] = &[
        ("todo!, falta por escribir", "todo!(\"Paso 1\")"),
        ("unwrap de un error", "\"a\".parse::<u8>().unwrap();"),
        ("unwrap de un None", "None::<u8>.unwrap();"),
        (
            "índice fuera de la región",
            "let v = vec![1]; let i = v.len(); println!(\"{}\", v[i]);",
        ),
        (
            "rango fuera de la región",
            "let v = vec![1]; let i = v.len() + 1; println!(\"{:?}\", &v[..i]);",
        ),
        (
            "copia entre regiones de distinta longitud",
            "let (mut a, b) = (vec![1], vec![1, 2]); a.copy_from_slice(&b);",
        ),
        (
            "letra partida",
            "let s = String::from(\"ñ\"); println!(\"{}\", &s[..1]);",
        ),
        (
            "división entre cero",
            "let n = std::env::args().count() - 1; println!(\"{}\", 1 / n);",
        ),
        (
            "la cuenta se sale del tipo",
            "let n = std::env::args().count(); println!(\"{}\", n - 2);",
        ),
        (
            "RefCell ya prestada",
            "let c = std::cell::RefCell::new(1); let _a = c.borrow_mut(); let _b = c.borrow();",
        ),
        (
            "RefCell ya prestada",
            "let c = std::cell::RefCell::new(1); let _a = c.borrow(); let _b = c.borrow_mut();",
        ),
        (
            "assert que no se cumple",
            "assert_eq!(1, std::env::args().count() + 1);",
        ),
        ("pánico", "panic!(\"vaya\")"),
    ];

    /// Los que abortan, y por tanto no acaban con 101: solo se llega con `unsafe`.
    const ABORTS: &[(&str, &str)] = &[
        (
            "puntero nulo",
            "let p = std::hint::black_box(std::ptr::null::<u32>()); println!(\"{}\", *p);",
        ),
        (
            "puntero mal alineado",
            "let b = [0_u32; 2]; let p = b.as_ptr().wrapping_byte_add(1); \
             println!(\"{}\", *std::hint::black_box(p));",
        ),
        (
            "una condición de unsafe no se cumple",
            "let p = std::hint::black_box(std::ptr::null::<u8>()); \
             println!(\"{:?}\", std::slice::from_raw_parts(p, 1));",
        ),
    ];

    /// Lo que deja dicho un programa con ese cuerpo.
    fn last_words(body: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        fs::write(
            folder.path().join("p.rs"),
            format!("fn main() {{ {body} }}"),
        )
        .unwrap();
        let built = Command::new("rustc")
            .args([
                "--edition=2024",
                "-Awarnings",
                "-Cprefer-dynamic=no",
                "-Copt-level=0",
                "p.rs",
            ])
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(
            built.status.success(),
            "{body}: {}",
            String::from_utf8_lossy(&built.stderr)
        );
        let output = Command::new(folder.path().join("p"))
            .env("RUST_BACKTRACE", "0")
            .output()
            .unwrap();
        String::from_utf8(output.stderr).unwrap()
    }

    #[test]
    fn cada_panico_de_verdad_recibe_su_explicacion() {
        for (expected, body) in PANICS {
            let said = last_words(body);
            assert_eq!(explain(&said).0, *expected, "{said}");
        }
        for (expected, body) in ABORTS {
            let said = last_words(&format!("unsafe {{ {body} }}"));
            assert_eq!(explain(&said).0, *expected, "{said}");
        }
        for (_, name, _) in KNOWN {
            let mut proved = PANICS.iter().chain(ABORTS);
            assert!(proved.any(|(proved, _)| proved == name), "{name}");
        }
    }
}
