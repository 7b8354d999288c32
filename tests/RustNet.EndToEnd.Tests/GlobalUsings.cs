global using RustNet.EndToEnd.Tests.Rig;
