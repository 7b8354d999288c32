global using RustNet.EndToEnd.Tests.Rig;
global using RustNet.EndToEnd.Tests.Samples;
