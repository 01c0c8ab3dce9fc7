//! Un programa por cada explicación, y el compilador de esta máquina diciendo lo que
//! de verdad dice.

use std::fs;
use std::process::Command;

use super::{KNOWN, explain};

/// El nombre de la explicación y el programa.
const STUMBLES: &[(&str, &str)] = &[
    (
        "archivo de cabecera",
        "#include <no_esta.h>\nint main(void) { return 0; }",
    ),
    ("función sin declarar", "int main(void) { return forc(); }"),
    (
        "nombre sin declarar",
        "#include <sys/mman.h>\nint main(void) { return MAP_ANONYMOUS; }",
    ),
    (
        "nombre sin declarar",
        "int n = otro;\nint main(void) { return n; }",
    ),
    (
        "tipo desconocido",
        "pid_t hijo;\nint main(void) { return 0; }",
    ),
    (
        "tipo desconocido",
        "int main(void) { struct semaforo s; return 0; }",
    ),
    (
        "campo que no existe",
        "struct s { int a; };\nint main(void) { struct s s = {0}; return s.b; }",
    ),
    (
        "argumentos de más o de menos",
        "int f(int n) { return n; }\nint main(void) { return f(); }",
    ),
    (
        "argumentos de más o de menos",
        "int f(int n) { return n; }\nint main(void) { return f(1, 2); }",
    ),
    (
        "falta un punto y coma",
        "int main(void) {\n    int n = 1\n    return n;\n}",
    ),
    ("falta un punto y coma", "int main(void) {\n    return 0\n}"),
    ("llave sin cerrar", "int main(void) { return 0;"),
    (
        "comillas sin cerrar",
        "#include <stdio.h>\nint main(void) { puts(\"hola); return 0; }",
    ),
    (
        "signo que no es de C",
        "#include <stdio.h>\nint main(void) { puts(“hola”); return 0; }",
    ),
    (
        "a la izquierda de = no hay un sitio",
        "int main(void) { 1 = 2; return 0; }",
    ),
    (
        "* de algo que no es un puntero",
        "int main(void) { int n = 1; return *n; }",
    ),
    (
        "void no tiene valor",
        "void f(void) {}\nint main(void) { int n = f(); return n; }",
    ),
    (
        "tipos que no casan",
        "int main(void) { int n = 1; char *p = n; return p == 0; }",
    ),
    (
        "tipos que no casan",
        "int main(void) { int n = 1; char *p = &n; return p == 0; }",
    ),
    (
        "printf con otro tipo",
        "#include <stdio.h>\nint main(void) { printf(\"%d\\n\", sizeof(int)); return 0; }",
    ),
    (
        "printf con otro tipo",
        "#include <stdio.h>\nint main(void) { printf(\"%d %d\\n\", 1); return 0; }",
    ),
    ("variable sin valor", "int main(void) { int n; return n; }"),
    (
        "falta el return",
        "int f(void) {}\nint main(void) { return f(); }",
    ),
    (
        "= donde quizá iba ==",
        "int main(void) { int n = 1; if (n = 2) { return 1; } return 0; }",
    ),
    (
        "se compara con signo y sin él",
        "#include <string.h>\nint main(void) { int n = 1; return n < strlen(\"a\"); }",
    ),
    (
        "variable sin usar",
        "int main(void) { int n = 1; return 0; }",
    ),
    (
        "parámetro sin usar",
        "int main(int argc, char **argv) { return argc; }",
    ),
    (
        "falta un break",
        "int main(int argc, char **argv) { int n = 0; (void)argv; switch (argc) { case 1: n = 2; case 2: n += 3; } return n; }",
    ),
    (
        "función sin cuerpo al enlazar",
        "void no_esta(void);\nint main(void) { no_esta(); return 0; }",
    ),
    ("falta main", "int mian(void) { return 0; }"),
    (
        "no se entiende lo escrito",
        "int main(void) { int n = ; return n; }",
    ),
];

/// Los que piden un compilador que optimice, o a otro compilador.
const RECORDED: &[(&str, &str)] = &[
    (
        "resultado sin mirar",
        "programa.c:3:5: warning: ignoring return value of ‘read’ declared with attribute \
         ‘warn_unused_result’ [-Wunused-result]",
    ),
    (
        "fuera de la región",
        "programa.c:4:5: warning: ‘strcpy’ writing 5 bytes into a region of size 2 overflows the \
         destination [-Wstringop-overflow=]",
    ),
];

/// Lo que dice `cc` de `source`, con los avisos que pide el libro.
fn compile(source: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("programa.c"), source).unwrap();
    let command = crate::run::builder::cc();
    let output = Command::new(&command[0])
        .args(&command[1..])
        .arg("programa.c")
        .env("LC_ALL", "C.UTF-8")
        .current_dir(folder.path())
        .output()
        .unwrap();
    String::from_utf8(output.stderr).unwrap()
}

fn names(said: &str) -> Vec<String> {
    explain(said).into_iter().map(|known| known.name).collect()
}

#[test]
fn cada_programa_recibe_su_explicacion() {
    let compiled = STUMBLES
        .iter()
        .map(|(expected, source)| (expected, compile(source)));
    let recorded = RECORDED
        .iter()
        .map(|(expected, said)| (expected, (*said).to_owned()));
    let wrong: Vec<String> = compiled
        .chain(recorded)
        .filter(|(expected, said)| names(said).first().map(String::as_str) != Some(expected))
        .map(|(expected, said)| format!("«{expected}»: sale {:?} de\n{said}", names(&said)))
        .collect();

    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_queda_explicacion_sin_programa() {
    let proved: Vec<&str> = STUMBLES
        .iter()
        .chain(RECORDED)
        .map(|(name, _)| *name)
        .collect();
    for (_, name, text) in KNOWN {
        assert!(proved.contains(name), "{name}");
        assert!(text.ends_with('.'), "{name}");
    }
}

#[test]
fn si_hay_errores_los_avisos_se_callan() {
    let said = "programa.c:3:5: warning: unused variable ‘n’ [-Wunused-variable]\n\
                programa.c:4:9: error: ‘MAP_ANONYMOUS’ undeclared (first use in this function)\n\
                programa.c:1:10: fatal error: no.h: No such file or directory\n\
                programa.c:5:9: error: ‘x’ undeclared (first use in this function)\n";

    assert_eq!(names(said), ["nombre sin declarar", "archivo de cabecera"]);
    assert_eq!(names(said.lines().next().unwrap()), ["variable sin usar"]);
}
