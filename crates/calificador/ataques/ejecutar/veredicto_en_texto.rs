//! Ataque: escribe la salida esperada y el informe de otros calificadores, y sale con éxito.
//! Paso: paso1
//! Código: MAL
//! Final: si_cuela
//! Colaría si: está BIEN.

fn attempt() -> bool {
    println!("Región de 4096 bytes en 0x7f0000000000");
    println!("Bytes distintos de cero: 0");
    println!("El hijo escribe: «¡Hola desde el hijo!»\nEl padre lee:    «¡Hola desde el hijo!»");
    println!("running 6 tests\ntest result: ok. 6 passed; 0 failed; 0 ignored");
    println!("paso1: 10 de 10 puntos\nGrade :=>> 10\nBIEN");
    std::process::exit(0)
}
